"""Constructs for Streamkap; made by ``make generate`` from what provider_lib/systems declares."""

# ruff: noqa: A002, A003
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, TypedDict, Unpack

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.data_source import DataSource as DataSourceConstruct
from provider_lib.constructs.base.given import Given
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.outputs import Item, Items, Number, TextList, TextMap, resolvable
from provider_lib.constructs.base.resource import Resource as ResourceConstruct
from provider_lib.constructs.base.secret import Secret
from provider_lib.systems import CATALOGUE

__all__ = [
    "ConnectorKind",
    "ConnectorTask",
    "DataConnectorSchema",
    "DataSource",
    "DesiredState",
    "Destination",
    "OnExists",
    "Pipeline",
    "PipelineDestination",
    "PipelineSource",
    "Source",
    "Tag",
    "TagType",
    "Timeouts",
]


def __dir__() -> list[str]:
    return __all__


DesiredState = Literal["running", "paused", "stopped"]
"""The state the connector should be in; a pause or stop made elsewhere shows as drift."""
OnExists = Literal["fail", "adopt"]
"""What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
TagType = Literal[
    "environment",
    "general",
    "sources",
    "destinations",
    "pipelines",
    "transforms",
    "topics",
    "services",
    "users",
    "tenant",
]
"""What it may be put on."""


class Timeouts(TypedDict, total=False):
    """How long an operation may take in all, waits included."""

    create: str
    """For a create; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    update: str
    """For an update; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    delete: str
    """For a delete; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""


class PipelineSource(TypedDict, total=False):
    """The source of a pipeline."""

    id: Required[str | Source | DataSource]
    """Its id."""
    name: Required[str | Source | DataSource]
    """Its name."""
    connector: Required[str | Source | DataSource]
    """Its kind."""
    topics: Required[Sequence[str]]
    """Topics that the pipeline takes from it."""


class PipelineDestination(TypedDict, total=False):
    """The destination of a pipeline."""

    id: Required[str | Destination]
    """Its id."""
    name: Required[str | Destination]
    """Its name."""
    connector: Required[str | Destination]
    """Its kind."""


class ConnectorTask(Item):
    """A task of a connector, as Streamkap describes it."""

    @property
    def id(self) -> str:
        """Number of the task."""
        return self.get_string_attribute("id")

    @property
    def state(self) -> str:
        """What it is doing."""
        return self.get_string_attribute("state")

    @property
    def worker(self) -> str:
        """Worker that runs it."""
        return self.get_string_attribute("worker")

    @property
    def trace(self) -> str:
        """Stack trace of a failed task."""
        return self.get_string_attribute("trace")


class ConnectorKind(Item):
    """A kind of source and the keys that configure it."""

    @property
    def code(self) -> str:
        """What goes into `connector`."""
        return self.get_string_attribute("code")

    @property
    def display_name(self) -> str:
        """Its name in prose."""
        return self.get_string_attribute("display_name")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def config(self) -> str:
        """Definitions of its configuration keys, as JSON."""
        return self.get_string_attribute("config")


class Source(ResourceConstruct):
    """A source: a database or service that Streamkap reads changes from.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name; no other of the same kind may have it. Must be at least 1 character long.
        connector: Kind of connector, as the API calls it: `postgresql`, `mysql`, `snowflake` and so on. Must be at
            least 1 character long.
        config: Configuration, with the keys that the API publishes for this kind of connector. Only the keys set here
            are managed; nothing secret belongs here. A value is sent as what the API says that the key takes, be it a
            boolean, a number or a list; lists and objects are written as JSON.
        desired_state: The state the connector should be in; a pause or stop made elsewhere shows as drift. Must be one
            of running, paused, stopped. Default: `running`.
        kc_cluster_id: Connect cluster that runs it; the default one when left out.
        tags: Ids of its tags.
        wait_for_running: Wait after a write until the connector and all its tasks are in the desired state; a task that
            fails ends the wait with its trace. Default: `True`.
        timeouts: How long a create, update or delete may take.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        secrets: Secret entries of `config` by key: `Secret.env` for the value of an environment variable of the
            provider process, `Secret.variable` for a Terraform variable (Terraform or OpenTofu 1.11 and newer).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_streamkap_source"
    _declared = CATALOGUE.resources["sluice_streamkap_source"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        connector: str,
        config: Mapping[str, Any],
        desired_state: DesiredState | None = None,
        kc_cluster_id: str | None = None,
        tags: Sequence[str | Tag] | None = None,
        wait_for_running: bool | cdk.IResolvable | None = None,
        timeouts: Timeouts | None = None,
        on_exists: OnExists | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "connector": connector,
            "config": config,
            "desired_state": desired_state,
            "kc_cluster_id": kc_cluster_id,
            "tags": tags,
            "wait_for_running": wait_for_running,
            "timeouts": timeouts,
            "on_exists": on_exists,
            "secrets": secrets,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def name(self) -> str:
        """Name; no other of the same kind may have it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def connector(self) -> str:
        """Kind of connector, as the API calls it: `postgresql`, `mysql`, `snowflake` and so on."""
        return self.get_string_attribute("connector")

    @connector.setter
    def connector(self, value: str) -> None:
        self._assign("connector", value)

    @property
    def config(self) -> Mapping[str, str]:
        """Configuration, with the keys that the API publishes for this kind of connector. Only the keys set here are
        managed; nothing secret belongs here. A value is sent as what the API says that the key takes, be it a
        boolean, a number or a list; lists and objects are written as JSON.
        """
        return TextMap(self, "config")

    @config.setter
    def config(self, value: Mapping[str, Any]) -> None:
        self._assign("config", value)

    @property
    def secret_env(self) -> Mapping[str, str]:
        """Entries of `config` whose values the provider takes from its own environment: key -> name of the variable.
        Only the name travels through Terraform.
        """
        return TextMap(self, "secret_env")

    @property
    def desired_state(self) -> str:
        """The state the connector should be in; a pause or stop made elsewhere shows as drift."""
        return self.get_string_attribute("desired_state")

    @desired_state.setter
    def desired_state(self, value: DesiredState | None) -> None:
        self._assign("desired_state", value)

    @property
    def kc_cluster_id(self) -> str:
        """Connect cluster that runs it; the default one when left out."""
        return self.get_string_attribute("kc_cluster_id")

    @kc_cluster_id.setter
    def kc_cluster_id(self, value: str | None) -> None:
        self._assign("kc_cluster_id", value)

    @property
    def tags(self) -> list[str]:
        """Ids of its tags."""
        return TextList(self, "tags")

    @tags.setter
    def tags(self, value: Sequence[str | Tag] | None) -> None:
        self._assign("tags", value)

    @property
    def wait_for_running(self) -> cdk.IResolvable:
        """Wait after a write until the connector and all its tasks are in the desired state; a task that fails ends
        the wait with its trace.
        """
        return resolvable(self, "wait_for_running")

    @wait_for_running.setter
    def wait_for_running(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("wait_for_running", value)

    @property
    def timeouts(self) -> cdk.IResolvable:
        """How long a create, update or delete may take."""
        return resolvable(self, "timeouts")

    @timeouts.setter
    def timeouts(self, value: Timeouts | None) -> None:
        self._assign("timeouts", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def secret_revision(self) -> float:
        """Goes up by one whenever a value of `secret_config` or behind `secret_env` changes."""
        return Number(self, "secret_revision")

    @property
    def id(self) -> str:
        """Id that Streamkap gave it."""
        return self.get_string_attribute("id")

    @property
    def state(self) -> str:
        """What it is doing, in Streamkap's words."""
        return self.get_string_attribute("state")

    @property
    def tasks(self) -> Items[ConnectorTask]:
        """Its tasks."""
        return Items(self, "tasks", ConnectorTask)

    @property
    def topics(self) -> list[str]:
        """Topics it reads or writes."""
        return TextList(self, "topics")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def secrets(self) -> Mapping[str, Secret | str] | None:
        """What was given for `secrets`: what the connector has of them cannot be read."""
        return self.secrets_input

    @secrets.setter
    def secrets(self, value: Mapping[str, Secret | str] | None) -> None:
        self._assign("secrets", value)

    name_input: Given[str] = Given("name")
    connector_input: Given[str] = Given("connector")
    config_input: Given[Mapping[str, Any]] = Given("config")
    desired_state_input: Given[DesiredState] = Given("desired_state")
    kc_cluster_id_input: Given[str] = Given("kc_cluster_id")
    tags_input: Given[Sequence[str | Tag]] = Given("tags")
    wait_for_running_input: Given[bool | cdk.IResolvable] = Given("wait_for_running")
    timeouts_input: Given[Timeouts] = Given("timeouts")
    on_exists_input: Given[OnExists] = Given("on_exists")
    secrets_input: Given[Mapping[str, Secret | str]] = Given("secrets")

    def reset_desired_state(self) -> None:
        """Take back what was given for `desired_state`."""
        self._reset("desired_state")

    def reset_kc_cluster_id(self) -> None:
        """Take back what was given for `kc_cluster_id`."""
        self._reset("kc_cluster_id")

    def reset_tags(self) -> None:
        """Take back what was given for `tags`."""
        self._reset("tags")

    def reset_wait_for_running(self) -> None:
        """Take back what was given for `wait_for_running`."""
        self._reset("wait_for_running")

    def reset_timeouts(self) -> None:
        """Take back what was given for `timeouts`."""
        self._reset("timeouts")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")

    def reset_secrets(self) -> None:
        """Take back what was given for `secrets`."""
        self._reset("secrets")


class Destination(ResourceConstruct):
    """A destination: where Streamkap writes to.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name; no other destination may have it. Must be at least 1 character long.
        connector: Kind of connector, as the API calls it: `snowflake`, `clickhouse`, `postgresql` and so on. Must be at
            least 1 character long.
        config: Configuration, with the keys that the API publishes for this kind of connector. Only the keys set here
            are managed; nothing secret belongs here. A value is sent as what the API says that the key takes, be it a
            boolean, a number or a list; lists and objects are written as JSON.
        desired_state: The state the connector should be in; a pause or stop made elsewhere shows as drift. Must be one
            of running, paused, stopped. Default: `running`.
        kc_cluster_id: Connect cluster that runs it; the default one when left out.
        tags: Ids of its tags.
        wait_for_running: Wait after a write until the connector and all its tasks are in the desired state; a task that
            fails ends the wait with its trace. Default: `True`.
        timeouts: How long a create, update or delete may take.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        secrets: Secret entries of `config` by key: `Secret.env` for the value of an environment variable of the
            provider process, `Secret.variable` for a Terraform variable (Terraform or OpenTofu 1.11 and newer).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_streamkap_destination"
    _declared = CATALOGUE.resources["sluice_streamkap_destination"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        connector: str,
        config: Mapping[str, Any],
        desired_state: DesiredState | None = None,
        kc_cluster_id: str | None = None,
        tags: Sequence[str | Tag] | None = None,
        wait_for_running: bool | cdk.IResolvable | None = None,
        timeouts: Timeouts | None = None,
        on_exists: OnExists | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "connector": connector,
            "config": config,
            "desired_state": desired_state,
            "kc_cluster_id": kc_cluster_id,
            "tags": tags,
            "wait_for_running": wait_for_running,
            "timeouts": timeouts,
            "on_exists": on_exists,
            "secrets": secrets,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def name(self) -> str:
        """Name; no other destination may have it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def connector(self) -> str:
        """Kind of connector, as the API calls it: `snowflake`, `clickhouse`, `postgresql` and so on."""
        return self.get_string_attribute("connector")

    @connector.setter
    def connector(self, value: str) -> None:
        self._assign("connector", value)

    @property
    def config(self) -> Mapping[str, str]:
        """Configuration, with the keys that the API publishes for this kind of connector. Only the keys set here are
        managed; nothing secret belongs here. A value is sent as what the API says that the key takes, be it a
        boolean, a number or a list; lists and objects are written as JSON.
        """
        return TextMap(self, "config")

    @config.setter
    def config(self, value: Mapping[str, Any]) -> None:
        self._assign("config", value)

    @property
    def secret_env(self) -> Mapping[str, str]:
        """Entries of `config` whose values the provider takes from its own environment: key -> name of the variable.
        Only the name travels through Terraform.
        """
        return TextMap(self, "secret_env")

    @property
    def desired_state(self) -> str:
        """The state the connector should be in; a pause or stop made elsewhere shows as drift."""
        return self.get_string_attribute("desired_state")

    @desired_state.setter
    def desired_state(self, value: DesiredState | None) -> None:
        self._assign("desired_state", value)

    @property
    def kc_cluster_id(self) -> str:
        """Connect cluster that runs it; the default one when left out."""
        return self.get_string_attribute("kc_cluster_id")

    @kc_cluster_id.setter
    def kc_cluster_id(self, value: str | None) -> None:
        self._assign("kc_cluster_id", value)

    @property
    def tags(self) -> list[str]:
        """Ids of its tags."""
        return TextList(self, "tags")

    @tags.setter
    def tags(self, value: Sequence[str | Tag] | None) -> None:
        self._assign("tags", value)

    @property
    def wait_for_running(self) -> cdk.IResolvable:
        """Wait after a write until the connector and all its tasks are in the desired state; a task that fails ends
        the wait with its trace.
        """
        return resolvable(self, "wait_for_running")

    @wait_for_running.setter
    def wait_for_running(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("wait_for_running", value)

    @property
    def timeouts(self) -> cdk.IResolvable:
        """How long a create, update or delete may take."""
        return resolvable(self, "timeouts")

    @timeouts.setter
    def timeouts(self, value: Timeouts | None) -> None:
        self._assign("timeouts", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def secret_revision(self) -> float:
        """Goes up by one whenever a value of `secret_config` or behind `secret_env` changes."""
        return Number(self, "secret_revision")

    @property
    def id(self) -> str:
        """Id that Streamkap gave it."""
        return self.get_string_attribute("id")

    @property
    def state(self) -> str:
        """What it is doing, in Streamkap's words."""
        return self.get_string_attribute("state")

    @property
    def tasks(self) -> Items[ConnectorTask]:
        """Its tasks."""
        return Items(self, "tasks", ConnectorTask)

    @property
    def topics(self) -> list[str]:
        """Topics it reads or writes."""
        return TextList(self, "topics")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def secrets(self) -> Mapping[str, Secret | str] | None:
        """What was given for `secrets`: what the connector has of them cannot be read."""
        return self.secrets_input

    @secrets.setter
    def secrets(self, value: Mapping[str, Secret | str] | None) -> None:
        self._assign("secrets", value)

    name_input: Given[str] = Given("name")
    connector_input: Given[str] = Given("connector")
    config_input: Given[Mapping[str, Any]] = Given("config")
    desired_state_input: Given[DesiredState] = Given("desired_state")
    kc_cluster_id_input: Given[str] = Given("kc_cluster_id")
    tags_input: Given[Sequence[str | Tag]] = Given("tags")
    wait_for_running_input: Given[bool | cdk.IResolvable] = Given("wait_for_running")
    timeouts_input: Given[Timeouts] = Given("timeouts")
    on_exists_input: Given[OnExists] = Given("on_exists")
    secrets_input: Given[Mapping[str, Secret | str]] = Given("secrets")

    def reset_desired_state(self) -> None:
        """Take back what was given for `desired_state`."""
        self._reset("desired_state")

    def reset_kc_cluster_id(self) -> None:
        """Take back what was given for `kc_cluster_id`."""
        self._reset("kc_cluster_id")

    def reset_tags(self) -> None:
        """Take back what was given for `tags`."""
        self._reset("tags")

    def reset_wait_for_running(self) -> None:
        """Take back what was given for `wait_for_running`."""
        self._reset("wait_for_running")

    def reset_timeouts(self) -> None:
        """Take back what was given for `timeouts`."""
        self._reset("timeouts")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")

    def reset_secrets(self) -> None:
        """Take back what was given for `secrets`."""
        self._reset("secrets")


class Pipeline(ResourceConstruct):
    """A pipeline: topics of a source, written to a destination.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name; no other pipeline may have it. Must be at least 1 character long.
        source: Where it reads.
        destination: Where it writes.
        snapshot_new_tables: Whether tables that come later are read whole. Default: `False`.
        tags: Ids of its tags.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_streamkap_pipeline"
    _declared = CATALOGUE.resources["sluice_streamkap_pipeline"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        source: PipelineSource,
        destination: PipelineDestination,
        snapshot_new_tables: bool | cdk.IResolvable | None = None,
        tags: Sequence[str | Tag] | None = None,
        on_exists: OnExists | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "source": source,
            "destination": destination,
            "snapshot_new_tables": snapshot_new_tables,
            "tags": tags,
            "on_exists": on_exists,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def name(self) -> str:
        """Name; no other pipeline may have it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def source(self) -> cdk.IResolvable:
        """Where it reads."""
        return resolvable(self, "source")

    @source.setter
    def source(self, value: PipelineSource) -> None:
        self._assign("source", value)

    @property
    def destination(self) -> cdk.IResolvable:
        """Where it writes."""
        return resolvable(self, "destination")

    @destination.setter
    def destination(self, value: PipelineDestination) -> None:
        self._assign("destination", value)

    @property
    def snapshot_new_tables(self) -> cdk.IResolvable:
        """Whether tables that come later are read whole."""
        return resolvable(self, "snapshot_new_tables")

    @snapshot_new_tables.setter
    def snapshot_new_tables(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("snapshot_new_tables", value)

    @property
    def tags(self) -> list[str]:
        """Ids of its tags."""
        return TextList(self, "tags")

    @tags.setter
    def tags(self, value: Sequence[str | Tag] | None) -> None:
        self._assign("tags", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def id(self) -> str:
        """Id that Streamkap gave it."""
        return self.get_string_attribute("id")

    name_input: Given[str] = Given("name")
    source_input: Given[PipelineSource] = Given("source")
    destination_input: Given[PipelineDestination] = Given("destination")
    snapshot_new_tables_input: Given[bool | cdk.IResolvable] = Given("snapshot_new_tables")
    tags_input: Given[Sequence[str | Tag]] = Given("tags")
    on_exists_input: Given[OnExists] = Given("on_exists")

    def reset_snapshot_new_tables(self) -> None:
        """Take back what was given for `snapshot_new_tables`."""
        self._reset("snapshot_new_tables")

    def reset_tags(self) -> None:
        """Take back what was given for `tags`."""
        self._reset("tags")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")


class Tag(ResourceConstruct):
    """A tag that sources, destinations and pipelines can carry.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name; no other tag may have it. Must be at least 1 character long.
        type: What it may be put on. Must be made of items that are one of environment, general, sources, destinations,
            pipelines, transforms, topics, services, users, tenant.
        description: What it stands for.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_streamkap_tag"
    _declared = CATALOGUE.resources["sluice_streamkap_tag"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        type: Sequence[TagType],
        description: str | None = None,
        on_exists: OnExists | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"name": name, "type": type, "description": description, "on_exists": on_exists}
        super().__init__(scope, id_, given, **meta)

    @property
    def name(self) -> str:
        """Name; no other tag may have it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def type(self) -> list[str]:
        """What it may be put on."""
        return TextList(self, "type")

    @type.setter
    def type(self, value: Sequence[TagType]) -> None:
        self._assign("type", value)

    @property
    def description(self) -> str:
        """What it stands for."""
        return self.get_string_attribute("description")

    @description.setter
    def description(self, value: str | None) -> None:
        self._assign("description", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def id(self) -> str:
        """Id that Streamkap gave it."""
        return self.get_string_attribute("id")

    name_input: Given[str] = Given("name")
    type_input: Given[Sequence[TagType]] = Given("type")
    description_input: Given[str] = Given("description")
    on_exists_input: Given[OnExists] = Given("on_exists")

    def reset_description(self) -> None:
        """Take back what was given for `description`."""
        self._reset("description")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")


class DataSource(DataSourceConstruct):
    """A source that is managed elsewhere.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        id: Its id.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_streamkap_source"
    _declared = CATALOGUE.data_sources["sluice_streamkap_source"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        id: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"id": id}
        super().__init__(scope, id_, given, **meta)

    @property
    def id(self) -> str:
        """Its id."""
        return self.get_string_attribute("id")

    @id.setter
    def id(self, value: str) -> None:
        self._assign("id", value)

    @property
    def name(self) -> str:
        """Its name."""
        return self.get_string_attribute("name")

    @property
    def connector(self) -> str:
        """Its kind."""
        return self.get_string_attribute("connector")

    @property
    def state(self) -> str:
        """What it is doing."""
        return self.get_string_attribute("state")

    @property
    def topics(self) -> list[str]:
        """Topics it writes."""
        return TextList(self, "topics")

    @property
    def tags(self) -> list[str]:
        """Ids of its tags."""
        return TextList(self, "tags")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    id_input: Given[str] = Given("id")


class DataConnectorSchema(DataSourceConstruct):
    """What configures a kind of source.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        connector: Kind of source.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_streamkap_connector_schema"
    _declared = CATALOGUE.data_sources["sluice_streamkap_connector_schema"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        connector: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"connector": connector}
        super().__init__(scope, id_, given, **meta)

    @property
    def connector(self) -> str:
        """Kind of source."""
        return self.get_string_attribute("connector")

    @connector.setter
    def connector(self, value: str) -> None:
        self._assign("connector", value)

    @property
    def kinds(self) -> Items[ConnectorKind]:
        """The kinds found: one, unless the API knows none of that name."""
        return Items(self, "kinds", ConnectorKind)

    connector_input: Given[str] = Given("connector")
