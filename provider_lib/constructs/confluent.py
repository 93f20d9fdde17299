"""Constructs for Confluent Cloud for Flink; made by ``make generate`` from what provider_lib/systems declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Unpack

from constructs import Construct

from provider_lib.constructs.base.data_source import DataSource as DataSourceConstruct
from provider_lib.constructs.base.given import Given
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.outputs import Item, Items, StringMap, TextList, TextMap
from provider_lib.constructs.base.resource import Resource as ResourceConstruct
from provider_lib.systems import CATALOGUE

__all__ = ["DataFlinkAgent", "DataFlinkAgents", "FlinkAgent", "ListedAgent", "OnExists"]


def __dir__() -> list[str]:
    return __all__


OnExists = Literal["fail", "adopt"]
"""What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""


class ListedAgent(Item):
    """An agent in a list."""

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def model(self) -> str:
        """Model it asks."""
        return self.get_string_attribute("model")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def tools(self) -> list[str]:
        """Tools it may use."""
        return TextList(self, "tools")

    @property
    def phase(self) -> str:
        """READY, or RUNNING while a query uses it."""
        return self.get_string_attribute("phase")

    @property
    def self_link(self) -> str:
        """Its address, which names the Kafka cluster it belongs to."""
        return self.get_string_attribute("self_link")


class FlinkAgent(ResourceConstruct):
    """An agent of Flink SQL: a model, a prompt and the tools that it may use.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        kafka_cluster_id: Kafka cluster (the database of Flink SQL), `lkc-...`.
        name: Name of the agent. Must be 1 to 100 characters long. Must be lower-case letters, digits, hyphens and dots,
            with a letter or digit at both ends of each part.
        model: Model it asks. Must be at least 1 character long.
        prompt: What it is told to do. Must be 1 to 65536 characters long.
        description: What it is for.
        tools: Tools it may use. The API documents no way to change them.
        properties: Options. Only the keys set here are managed.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_confluent_flink_agent"
    _declared = CATALOGUE.resources["sluice_confluent_flink_agent"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        kafka_cluster_id: str,
        name: str,
        model: str,
        prompt: str,
        description: str | None = None,
        tools: Sequence[str] | None = None,
        properties: Mapping[str, str | float] | None = None,
        on_exists: OnExists | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "kafka_cluster_id": kafka_cluster_id,
            "name": name,
            "model": model,
            "prompt": prompt,
            "description": description,
            "tools": tools,
            "properties": properties,
            "on_exists": on_exists,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def kafka_cluster_id(self) -> str:
        """Kafka cluster (the database of Flink SQL), `lkc-...`."""
        return self.get_string_attribute("kafka_cluster_id")

    @kafka_cluster_id.setter
    def kafka_cluster_id(self, value: str) -> None:
        self._assign("kafka_cluster_id", value)

    @property
    def name(self) -> str:
        """Name of the agent."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def model(self) -> str:
        """Model it asks."""
        return self.get_string_attribute("model")

    @model.setter
    def model(self, value: str) -> None:
        self._assign("model", value)

    @property
    def prompt(self) -> str:
        """What it is told to do."""
        return self.get_string_attribute("prompt")

    @prompt.setter
    def prompt(self, value: str) -> None:
        self._assign("prompt", value)

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @description.setter
    def description(self, value: str | None) -> None:
        self._assign("description", value)

    @property
    def tools(self) -> list[str]:
        """Tools it may use. The API documents no way to change them."""
        return TextList(self, "tools")

    @tools.setter
    def tools(self, value: Sequence[str] | None) -> None:
        self._assign("tools", value)

    @property
    def properties(self) -> Mapping[str, str]:
        """Options. Only the keys set here are managed."""
        return TextMap(self, "properties")

    @properties.setter
    def properties(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("properties", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def id(self) -> str:
        """Kafka cluster and name."""
        return self.get_string_attribute("id")

    @property
    def uid(self) -> str:
        """Id that Confluent gave it."""
        return self.get_string_attribute("uid")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def phase(self) -> str:
        """READY, or RUNNING while a query uses it."""
        return self.get_string_attribute("phase")

    @property
    def updated_at(self) -> str:
        """When it was last changed."""
        return self.get_string_attribute("updated_at")

    @property
    def resource_version(self) -> str:
        """Version that a change must name."""
        return self.get_string_attribute("resource_version")

    kafka_cluster_id_input: Given[str] = Given("kafka_cluster_id")
    name_input: Given[str] = Given("name")
    model_input: Given[str] = Given("model")
    prompt_input: Given[str] = Given("prompt")
    description_input: Given[str] = Given("description")
    tools_input: Given[Sequence[str]] = Given("tools")
    properties_input: Given[Mapping[str, str | float]] = Given("properties")
    on_exists_input: Given[OnExists] = Given("on_exists")

    def reset_description(self) -> None:
        """Take back what was given for `description`."""
        self._reset("description")

    def reset_tools(self) -> None:
        """Take back what was given for `tools`."""
        self._reset("tools")

    def reset_properties(self) -> None:
        """Take back what was given for `properties`."""
        self._reset("properties")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")


class DataFlinkAgent(DataSourceConstruct):
    """An agent that is managed elsewhere.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        kafka_cluster_id: Kafka cluster, `lkc-...`.
        name: Name of the agent.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_confluent_flink_agent"
    _declared = CATALOGUE.data_sources["sluice_confluent_flink_agent"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        kafka_cluster_id: str,
        name: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"kafka_cluster_id": kafka_cluster_id, "name": name}
        super().__init__(scope, id_, given, **meta)

    @property
    def kafka_cluster_id(self) -> str:
        """Kafka cluster, `lkc-...`."""
        return self.get_string_attribute("kafka_cluster_id")

    @kafka_cluster_id.setter
    def kafka_cluster_id(self, value: str) -> None:
        self._assign("kafka_cluster_id", value)

    @property
    def name(self) -> str:
        """Name of the agent."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def model(self) -> str:
        """Model it asks."""
        return self.get_string_attribute("model")

    @property
    def prompt(self) -> str:
        """What it is told to do."""
        return self.get_string_attribute("prompt")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def tools(self) -> list[str]:
        """Tools it may use."""
        return TextList(self, "tools")

    @property
    def properties(self) -> StringMap:
        """Options."""
        return StringMap(self, "properties")

    @property
    def uid(self) -> str:
        """Id that Confluent gave it."""
        return self.get_string_attribute("uid")

    @property
    def phase(self) -> str:
        """READY, or RUNNING while a query uses it."""
        return self.get_string_attribute("phase")

    kafka_cluster_id_input: Given[str] = Given("kafka_cluster_id")
    name_input: Given[str] = Given("name")


class DataFlinkAgents(DataSourceConstruct):
    """Every agent of the environment, whatever Kafka cluster it belongs to.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_confluent_flink_agents"
    _declared = CATALOGUE.data_sources["sluice_confluent_flink_agents"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {}
        super().__init__(scope, id_, given, **meta)

    @property
    def agents(self) -> Items[ListedAgent]:
        """The agents."""
        return Items(self, "agents", ListedAgent)
