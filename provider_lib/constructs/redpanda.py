"""Constructs for Redpanda; made by ``make generate`` from what provider_lib/systems declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypedDict, Unpack

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.data_source import DataSource as DataSourceConstruct
from provider_lib.constructs.base.given import Given
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.outputs import Item, Items, Number, TextMap, resolvable
from provider_lib.constructs.base.resource import Resource as ResourceConstruct
from provider_lib.constructs.base.secret import Secret
from provider_lib.systems import CATALOGUE

__all__ = [
    "Connector",
    "DataConnectClusters",
    "DataConnectorStatus",
    "DesiredState",
    "ListedCluster",
    "ListedPlugin",
    "OnExists",
    "StatusError",
    "Task",
    "Timeouts",
]


def __dir__() -> list[str]:
    return __all__


DesiredState = Literal["running", "paused", "stopped"]
"""The state the connector should be in; a pause or stop made elsewhere shows as drift."""
OnExists = Literal["fail", "adopt"]
"""What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""


class Timeouts(TypedDict, total=False):
    """How long an operation may take in all, waits included."""

    create: str
    """For a create; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    update: str
    """For an update; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    delete: str
    """For a delete; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""


class Task(Item):
    """A task of a connector."""

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


class StatusError(Item):
    """What Redpanda read out of a stack trace."""

    @property
    def type(self) -> str:
        """Error or warning."""
        return self.get_string_attribute("type")

    @property
    def title(self) -> str:
        """What is wrong."""
        return self.get_string_attribute("title")

    @property
    def content(self) -> str:
        """The line of the stack trace that says so."""
        return self.get_string_attribute("content")


class ListedPlugin(Item):
    """A class that a Connect cluster can run."""

    @property
    def connector_class(self) -> str:
        """Class to put into `connector.class`."""
        return self.get_string_attribute("connector_class")

    @property
    def type(self) -> str:
        """Source or sink."""
        return self.get_string_attribute("type")

    @property
    def version(self) -> str:
        """Version of the plugin."""
        return self.get_string_attribute("version")


class ListedCluster(Item):
    """A Connect cluster."""

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def address(self) -> str:
        """Where its workers listen."""
        return self.get_string_attribute("address")

    @property
    def version(self) -> str:
        """Version of Kafka Connect."""
        return self.get_string_attribute("version")

    @property
    def kafka_cluster_id(self) -> str:
        """Cluster it belongs to."""
        return self.get_string_attribute("kafka_cluster_id")

    @property
    def plugins(self) -> Items[ListedPlugin]:
        """What it can run."""
        return Items(self, "plugins", ListedPlugin)


class Connector(ResourceConstruct):
    """A connector on the Kafka Connect cluster that Redpanda runs beside a cluster.

    The API has no call that checks a configuration, and a connector always starts running when it is made.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the connector. Must be 1 to 128 characters long. Must be letters, digits and most punctuation, but
            no spaces, slashes or braces.
        cluster: Connect cluster; Redpanda Cloud calls it `redpanda`. Must be 1 to 128 characters long. Must be letters,
            digits, hyphens and underscores. Default: `redpanda`.
        config: Configuration, with the keys and spelling of the connector's own documentation. Only the keys set here
            are managed. `name` is added by itself; nothing secret belongs here. Must be a map with `connector.class`.
        desired_state: The state the connector should be in; a pause or stop made elsewhere shows as drift. Must be one
            of running, paused, stopped. Default: `running`.
        wait_for_running: Wait after a write until the connector and all its tasks are in the desired state; a task that
            fails ends the wait with its trace. Default: `True`.
        min_tasks: How many tasks must run before the connector counts as running. When left out, one that runs without
            a task counts as running after a while, with a warning: it may have nothing to do yet. Must be from 1 to
            100000.
        timeouts: How long a create, update or delete may take.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        secrets: Secret entries of `config` by key: `Secret.env` for the value of an environment variable of the
            provider process, `Secret.variable` for a Terraform variable (Terraform or OpenTofu 1.11 and newer).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_redpanda_connector"
    _declared = CATALOGUE.resources["sluice_redpanda_connector"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        cluster: str | None = None,
        config: Mapping[str, Any],
        desired_state: DesiredState | None = None,
        wait_for_running: bool | cdk.IResolvable | None = None,
        min_tasks: float | None = None,
        timeouts: Timeouts | None = None,
        on_exists: OnExists | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "cluster": cluster,
            "config": config,
            "desired_state": desired_state,
            "wait_for_running": wait_for_running,
            "min_tasks": min_tasks,
            "timeouts": timeouts,
            "on_exists": on_exists,
            "secrets": secrets,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def config(self) -> Mapping[str, str]:
        """Configuration, with the keys and spelling of the connector's own documentation. Only the keys set here are
        managed. `name` is added by itself; nothing secret belongs here.
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
    def wait_for_running(self) -> cdk.IResolvable:
        """Wait after a write until the connector and all its tasks are in the desired state; a task that fails ends
        the wait with its trace.
        """
        return resolvable(self, "wait_for_running")

    @wait_for_running.setter
    def wait_for_running(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("wait_for_running", value)

    @property
    def min_tasks(self) -> float:
        """How many tasks must run before the connector counts as running. When left out, one that runs without a
        task counts as running after a while, with a warning: it may have nothing to do yet.
        """
        return Number(self, "min_tasks")

    @min_tasks.setter
    def min_tasks(self, value: float | None) -> None:
        self._assign("min_tasks", value)

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
    def state(self) -> str:
        """What the connector is doing, in the server's words."""
        return self.get_string_attribute("state")

    @property
    def type(self) -> str:
        """Source or sink."""
        return self.get_string_attribute("type")

    @property
    def cluster(self) -> str:
        """Connect cluster; Redpanda Cloud calls it `redpanda`."""
        return self.get_string_attribute("cluster")

    @cluster.setter
    def cluster(self, value: str | None) -> None:
        self._assign("cluster", value)

    @property
    def name(self) -> str:
        """Name of the connector."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def id(self) -> str:
        """Connect cluster and name."""
        return self.get_string_attribute("id")

    @property
    def trace(self) -> str:
        """Stack trace of a connector that has failed as a whole."""
        return self.get_string_attribute("trace")

    @property
    def tasks(self) -> Items[Task]:
        """Its tasks."""
        return Items(self, "tasks", Task)

    @property
    def errors(self) -> Items[StatusError]:
        """What Redpanda says is wrong with it."""
        return Items(self, "errors", StatusError)

    @property
    def secrets(self) -> Mapping[str, Secret | str] | None:
        """What was given for `secrets`: what the connector has of them cannot be read."""
        return self.secrets_input

    @secrets.setter
    def secrets(self, value: Mapping[str, Secret | str] | None) -> None:
        self._assign("secrets", value)

    name_input: Given[str] = Given("name")
    cluster_input: Given[str] = Given("cluster")
    config_input: Given[Mapping[str, Any]] = Given("config")
    desired_state_input: Given[DesiredState] = Given("desired_state")
    wait_for_running_input: Given[bool | cdk.IResolvable] = Given("wait_for_running")
    min_tasks_input: Given[float] = Given("min_tasks")
    timeouts_input: Given[Timeouts] = Given("timeouts")
    on_exists_input: Given[OnExists] = Given("on_exists")
    secrets_input: Given[Mapping[str, Secret | str]] = Given("secrets")

    def reset_cluster(self) -> None:
        """Take back what was given for `cluster`."""
        self._reset("cluster")

    def reset_desired_state(self) -> None:
        """Take back what was given for `desired_state`."""
        self._reset("desired_state")

    def reset_wait_for_running(self) -> None:
        """Take back what was given for `wait_for_running`."""
        self._reset("wait_for_running")

    def reset_min_tasks(self) -> None:
        """Take back what was given for `min_tasks`."""
        self._reset("min_tasks")

    def reset_timeouts(self) -> None:
        """Take back what was given for `timeouts`."""
        self._reset("timeouts")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")

    def reset_secrets(self) -> None:
        """Take back what was given for `secrets`."""
        self._reset("secrets")


class DataConnectorStatus(DataSourceConstruct):
    """How a connector and its tasks are doing.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the connector. Must be 1 to 128 characters long. Must be letters, digits and most punctuation, but
            no spaces, slashes or braces.
        cluster: Connect cluster. Must be 1 to 128 characters long. Must be letters, digits, hyphens and underscores.
            Default: `redpanda`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_redpanda_connector_status"
    _declared = CATALOGUE.data_sources["sluice_redpanda_connector_status"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        cluster: str | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"name": name, "cluster": cluster}
        super().__init__(scope, id_, given, **meta)

    @property
    def cluster(self) -> str:
        """Connect cluster."""
        return self.get_string_attribute("cluster")

    @cluster.setter
    def cluster(self, value: str | None) -> None:
        self._assign("cluster", value)

    @property
    def name(self) -> str:
        """Name of the connector."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def holistic_state(self) -> str:
        """State of connector and tasks together."""
        return self.get_string_attribute("holistic_state")

    @property
    def state(self) -> str:
        """State of the connector alone."""
        return self.get_string_attribute("state")

    @property
    def worker(self) -> str:
        """Worker that runs it."""
        return self.get_string_attribute("worker")

    @property
    def trace(self) -> str:
        """Stack trace of a failed connector."""
        return self.get_string_attribute("trace")

    @property
    def type(self) -> str:
        """Source or sink."""
        return self.get_string_attribute("type")

    @property
    def errors(self) -> Items[StatusError]:
        """What is wrong with it."""
        return Items(self, "errors", StatusError)

    @property
    def tasks(self) -> Items[Task]:
        """Its tasks."""
        return Items(self, "tasks", Task)

    name_input: Given[str] = Given("name")
    cluster_input: Given[str] = Given("cluster")

    def reset_cluster(self) -> None:
        """Take back what was given for `cluster`."""
        self._reset("cluster")


class DataConnectClusters(DataSourceConstruct):
    """The Connect clusters of a data plane. One that is down may be missing, or be there without a name.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_redpanda_connect_clusters"
    _declared = CATALOGUE.data_sources["sluice_redpanda_connect_clusters"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {}
        super().__init__(scope, id_, given, **meta)

    @property
    def clusters(self) -> Items[ListedCluster]:
        """The clusters."""
        return Items(self, "clusters", ListedCluster)
