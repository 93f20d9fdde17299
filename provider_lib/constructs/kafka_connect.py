"""Constructs for Kafka Connect; made by ``make generate`` from what provider_lib/systems declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Required, TypedDict, Unpack

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
    "AutoRestart",
    "Connector",
    "DataConnectors",
    "DataPlugins",
    "DesiredState",
    "ListedConnector",
    "ListedPlugin",
    "OnExists",
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


class AutoRestart(TypedDict, total=False):
    """How what fails is restarted while it is waited for."""

    attempts: Required[float]
    """How often."""
    backoff: str
    """How long to wait before looking again; 5s when left out. Must be a duration such as 90s, 5m or 1h30m."""


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


class ListedConnector(Item):
    """A connector in a list."""

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def type(self) -> str:
        """Source or sink."""
        return self.get_string_attribute("type")

    @property
    def connector_class(self) -> str:
        """Class of the connector."""
        return self.get_string_attribute("connector_class")

    @property
    def state(self) -> str:
        """What it is doing."""
        return self.get_string_attribute("state")

    @property
    def tasks(self) -> Items[Task]:
        """Its tasks."""
        return Items(self, "tasks", Task)


class ListedPlugin(Item):
    """A class that a Connect cluster can run."""

    @property
    def connector_class(self) -> str:
        """Class, e.g. to put into `connector.class`."""
        return self.get_string_attribute("connector_class")

    @property
    def type(self) -> str:
        """Source, sink, converter and so on."""
        return self.get_string_attribute("type")

    @property
    def version(self) -> str:
        """Version of the plugin."""
        return self.get_string_attribute("version")


class Connector(ResourceConstruct):
    """A connector on a Kafka Connect cluster, through the REST interface of any of its workers.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the connector. Must be neither . nor .., and without control characters or white space at its
            ends. Must be free of slashes, backslashes and % (since version 4.0).
        connect: Which Connect cluster: its name under `kafka_connect` in the provider block. `default` when left out.
            Default: `default`.
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
        auto_restart: Restart a connector or task that fails while it is waited for, before giving up.
        rollback_on_failure: When the connector or a task of it fails after a change of its configuration, put the
            former one back. Default: `False`.
        offsets_reset: Any change forgets all offsets, so that the connector begins anew; a new connector then does not
            go on where one of its name left off. Where `offsets` change too, they are set afterwards. Needs Kafka
            Connect 3.6.
        offsets: Where to go on reading: a JSON list of `{partition, offset}` as the connector documents them. Set once
            for each new value; the connector is stopped for it and brought back. Needs Kafka Connect 3.6. Must be a
            JSON document.
        secrets: Secret entries of `config` by key: `Secret.env` for the value of an environment variable of the
            provider process, `Secret.variable` for a Terraform variable (Terraform or OpenTofu 1.11 and newer).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_kafka_connect_connector"
    _declared = CATALOGUE.resources["sluice_kafka_connect_connector"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        connect: str | None = None,
        config: Mapping[str, Any],
        desired_state: DesiredState | None = None,
        wait_for_running: bool | cdk.IResolvable | None = None,
        min_tasks: float | None = None,
        timeouts: Timeouts | None = None,
        on_exists: OnExists | None = None,
        auto_restart: AutoRestart | None = None,
        rollback_on_failure: bool | cdk.IResolvable | None = None,
        offsets_reset: str | None = None,
        offsets: str | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "connect": connect,
            "config": config,
            "desired_state": desired_state,
            "wait_for_running": wait_for_running,
            "min_tasks": min_tasks,
            "timeouts": timeouts,
            "on_exists": on_exists,
            "auto_restart": auto_restart,
            "rollback_on_failure": rollback_on_failure,
            "offsets_reset": offsets_reset,
            "offsets": offsets,
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
    def connect(self) -> str:
        """Which Connect cluster: its name under `kafka_connect` in the provider block. `default` when left out."""
        return self.get_string_attribute("connect")

    @connect.setter
    def connect(self, value: str | None) -> None:
        self._assign("connect", value)

    @property
    def name(self) -> str:
        """Name of the connector."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def auto_restart(self) -> cdk.IResolvable:
        """Restart a connector or task that fails while it is waited for, before giving up."""
        return resolvable(self, "auto_restart")

    @auto_restart.setter
    def auto_restart(self, value: AutoRestart | None) -> None:
        self._assign("auto_restart", value)

    @property
    def rollback_on_failure(self) -> cdk.IResolvable:
        """When the connector or a task of it fails after a change of its configuration, put the former one back."""
        return resolvable(self, "rollback_on_failure")

    @rollback_on_failure.setter
    def rollback_on_failure(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("rollback_on_failure", value)

    @property
    def offsets_reset(self) -> str:
        """Any change forgets all offsets, so that the connector begins anew; a new connector then does not go on
        where one of its name left off. Where `offsets` change too, they are set afterwards. Needs Kafka Connect
        3.6.
        """
        return self.get_string_attribute("offsets_reset")

    @offsets_reset.setter
    def offsets_reset(self, value: str | None) -> None:
        self._assign("offsets_reset", value)

    @property
    def offsets(self) -> str:
        """Where to go on reading: a JSON list of `{partition, offset}` as the connector documents them. Set once for
        each new value; the connector is stopped for it and brought back. Needs Kafka Connect 3.6.
        """
        return self.get_string_attribute("offsets")

    @offsets.setter
    def offsets(self, value: str | None) -> None:
        self._assign("offsets", value)

    @property
    def id(self) -> str:
        """Connect cluster and name."""
        return self.get_string_attribute("id")

    @property
    def connector_class(self) -> str:
        """Class of the connector."""
        return self.get_string_attribute("connector_class")

    @property
    def trace(self) -> str:
        """Stack trace of a connector that has failed as a whole."""
        return self.get_string_attribute("trace")

    @property
    def tasks(self) -> Items[Task]:
        """Its tasks."""
        return Items(self, "tasks", Task)

    @property
    def secrets(self) -> Mapping[str, Secret | str] | None:
        """What was given for `secrets`: what the connector has of them cannot be read."""
        return self.secrets_input

    @secrets.setter
    def secrets(self, value: Mapping[str, Secret | str] | None) -> None:
        self._assign("secrets", value)

    name_input: Given[str] = Given("name")
    connect_input: Given[str] = Given("connect")
    config_input: Given[Mapping[str, Any]] = Given("config")
    desired_state_input: Given[DesiredState] = Given("desired_state")
    wait_for_running_input: Given[bool | cdk.IResolvable] = Given("wait_for_running")
    min_tasks_input: Given[float] = Given("min_tasks")
    timeouts_input: Given[Timeouts] = Given("timeouts")
    on_exists_input: Given[OnExists] = Given("on_exists")
    auto_restart_input: Given[AutoRestart] = Given("auto_restart")
    rollback_on_failure_input: Given[bool | cdk.IResolvable] = Given("rollback_on_failure")
    offsets_reset_input: Given[str] = Given("offsets_reset")
    offsets_input: Given[str] = Given("offsets")
    secrets_input: Given[Mapping[str, Secret | str]] = Given("secrets")

    def reset_connect(self) -> None:
        """Take back what was given for `connect`."""
        self._reset("connect")

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

    def reset_auto_restart(self) -> None:
        """Take back what was given for `auto_restart`."""
        self._reset("auto_restart")

    def reset_rollback_on_failure(self) -> None:
        """Take back what was given for `rollback_on_failure`."""
        self._reset("rollback_on_failure")

    def reset_offsets_reset(self) -> None:
        """Take back what was given for `offsets_reset`."""
        self._reset("offsets_reset")

    def reset_offsets(self) -> None:
        """Take back what was given for `offsets`."""
        self._reset("offsets")

    def reset_secrets(self) -> None:
        """Take back what was given for `secrets`."""
        self._reset("secrets")


class DataConnectors(DataSourceConstruct):
    """Every connector of a Connect cluster.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        connect: Which Connect cluster. `default` when left out. Default: `default`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_kafka_connect_connectors"
    _declared = CATALOGUE.data_sources["sluice_kafka_connect_connectors"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        connect: str | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"connect": connect}
        super().__init__(scope, id_, given, **meta)

    @property
    def connect(self) -> str:
        """Which Connect cluster. `default` when left out."""
        return self.get_string_attribute("connect")

    @connect.setter
    def connect(self, value: str | None) -> None:
        self._assign("connect", value)

    @property
    def connectors(self) -> Items[ListedConnector]:
        """The connectors."""
        return Items(self, "connectors", ListedConnector)

    connect_input: Given[str] = Given("connect")

    def reset_connect(self) -> None:
        """Take back what was given for `connect`."""
        self._reset("connect")


class DataPlugins(DataSourceConstruct):
    """The classes that a Connect cluster can run.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        connect: Which Connect cluster. `default` when left out. Default: `default`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_kafka_connect_plugins"
    _declared = CATALOGUE.data_sources["sluice_kafka_connect_plugins"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        connect: str | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"connect": connect}
        super().__init__(scope, id_, given, **meta)

    @property
    def connect(self) -> str:
        """Which Connect cluster. `default` when left out."""
        return self.get_string_attribute("connect")

    @connect.setter
    def connect(self, value: str | None) -> None:
        self._assign("connect", value)

    @property
    def plugins(self) -> Items[ListedPlugin]:
        """The plugins."""
        return Items(self, "plugins", ListedPlugin)

    connect_input: Given[str] = Given("connect")

    def reset_connect(self) -> None:
        """Take back what was given for `connect`."""
        self._reset("connect")
