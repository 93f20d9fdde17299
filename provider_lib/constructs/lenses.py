"""Constructs for Lenses HQ; made by ``make generate`` from what provider_lib/systems declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Required, TypedDict, Unpack

from constructs import Construct

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.data_source import DataSource as DataSourceConstruct
from provider_lib.constructs.base.given import Given
from provider_lib.constructs.base.meta_arguments import MetaArguments
from provider_lib.constructs.base.outputs import Item, Items, Number, StringMap, TextList, TextMap, resolvable
from provider_lib.constructs.base.resource import Resource as ResourceConstruct
from provider_lib.constructs.base.secret import Secret
from provider_lib.systems import CATALOGUE

__all__ = [
    "Connector",
    "ConnectorTask",
    "DataConnectorPlugins",
    "DataConnectors",
    "DataEnvironment",
    "DataEnvironments",
    "DataGroup",
    "DataGroups",
    "DataKafkaConnections",
    "DataRole",
    "DataRoles",
    "DataServiceAccount",
    "DataServiceAccounts",
    "DesiredState",
    "Environment",
    "GrantedStatement",
    "Group",
    "KafkaConnection",
    "ListedConnector",
    "ListedEnvironment",
    "ListedGroup",
    "ListedKafkaConnection",
    "ListedPlugin",
    "ListedRole",
    "ListedServiceAccount",
    "ListedTask",
    "OnExists",
    "OnLostKey",
    "Role",
    "ServiceAccount",
    "Statement",
    "StatementEffect",
    "Tier",
    "Timeouts",
]


def __dir__() -> list[str]:
    return __all__


Tier = Literal["development", "staging", "production"]
"""What the environment is for."""
OnExists = Literal["fail", "adopt"]
"""What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
OnLostKey = Literal["keep", "renew"]
"""What to do when it is taken over (by `on_exists`, or after a crash) and nobody knows its agent key: `renew` makes
a new one, and the former stops working; `keep` does not. When left out, one whose create this stack had begun
gets a new one while no agent is connected, and any other is kept.
"""
DesiredState = Literal["running", "paused", "stopped"]
"""The state the connector should be in; a pause or stop made elsewhere shows as drift."""
StatementEffect = Literal["allow", "deny"]
"""What it does; a denial wins over whatever allows the same."""


class Timeouts(TypedDict, total=False):
    """How long an operation may take in all, waits included."""

    create: str
    """For a create; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    update: str
    """For an update; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""
    delete: str
    """For a delete; 10m when left out. Must be a duration such as 90s, 5m or 1h30m."""


class Statement(TypedDict, total=False):
    """A statement of a policy."""

    effect: Required[StatementEffect]
    """What it does; a denial wins over whatever allows the same. Must be one of allow, deny."""
    action: Required[Sequence[str]]
    """Actions, each as `service:Action`, or `*` for all. Must be a list of at least one item."""
    resource: Required[Sequence[str]]
    """Lenses resource names, each as `service:resource-type:id`, or `*` for all. Must be a list of at least one
    item.
    """


class ConnectorTask(Item):
    """A task of a connector, as the agent describes it."""

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


class ListedEnvironment(Item):
    """An environment in a list."""

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def tier(self) -> str:
        """What it is for."""
        return self.get_string_attribute("tier")

    @property
    def agent_connected(self) -> cdk.IResolvable:
        """Whether an agent is connected."""
        return resolvable(self, "agent_connected")


class ListedKafkaConnection(Item):
    """A Kafka connection in a list."""

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def override_broker_addresses(self) -> list[str]:
        """Broker addresses used instead of the agent's own."""
        return TextList(self, "override_broker_addresses")

    @property
    def auth(self) -> str:
        """Authentication, as JSON."""
        return self.get_string_attribute("auth")


class ListedTask(Item):
    """A task of a connector in a list."""

    @property
    def id(self) -> str:
        """Number of the task."""
        return self.get_string_attribute("id")

    @property
    def state(self) -> str:
        """What it is doing."""
        return self.get_string_attribute("state")


class ListedConnector(Item):
    """A connector in a list; its configuration is not part of it."""

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def cluster(self) -> str:
        """Connect cluster."""
        return self.get_string_attribute("cluster")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def state(self) -> str:
        """What it is doing."""
        return self.get_string_attribute("state")

    @property
    def type(self) -> str:
        """Source or sink."""
        return self.get_string_attribute("type")

    @property
    def connector_class(self) -> str:
        """Class of the connector."""
        return self.get_string_attribute("connector_class")

    @property
    def tasks(self) -> Items[ListedTask]:
        """Its tasks."""
        return Items(self, "tasks", ListedTask)


class ListedPlugin(Item):
    """A connector class that a Connect cluster can run."""

    @property
    def connector_class(self) -> str:
        """Class to put into `connector.class`."""
        return self.get_string_attribute("connector_class")

    @property
    def cluster(self) -> str:
        """Connect cluster."""
        return self.get_string_attribute("cluster")

    @property
    def type(self) -> str:
        """Source or sink."""
        return self.get_string_attribute("type")

    @property
    def version(self) -> str:
        """Version of the plugin."""
        return self.get_string_attribute("version")

    @property
    def name(self) -> str:
        """Name in prose."""
        return self.get_string_attribute("name")

    @property
    def author(self) -> str:
        """Who makes it."""
        return self.get_string_attribute("author")

    @property
    def description(self) -> str:
        """What it does."""
        return self.get_string_attribute("description")

    @property
    def docs(self) -> str:
        """Where its documentation is."""
        return self.get_string_attribute("docs")


class GrantedStatement(Item):
    """A statement of a policy."""

    @property
    def effect(self) -> str:
        """What it does: `allow` or `deny`."""
        return self.get_string_attribute("effect")

    @property
    def action(self) -> list[str]:
        """Actions."""
        return TextList(self, "action")

    @property
    def resource(self) -> list[str]:
        """Lenses resource names."""
        return TextList(self, "resource")


class ListedRole(Item):
    """A role in a list; its policy is not part of it."""

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def policy_length(self) -> float:
        """How many statements its policy has."""
        return Number(self, "policy_length")


class ListedGroup(Item):
    """A group in a list; who is in it is not part of it."""

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def sso_name(self) -> str:
        """Name by which single sign-on knows it."""
        return self.get_string_attribute("sso_name")

    @property
    def user_count(self) -> float:
        """How many users are in it."""
        return Number(self, "user_count")

    @property
    def service_account_count(self) -> float:
        """How many service accounts are in it."""
        return Number(self, "service_account_count")

    @property
    def role_count(self) -> float:
        """How many roles it has."""
        return Number(self, "role_count")


class ListedServiceAccount(Item):
    """A service account in a list."""

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def groups(self) -> list[str]:
        """Groups it is in."""
        return TextList(self, "groups")

    @property
    def token_expires_at(self) -> str:
        """When its token expires; null for never."""
        return self.get_string_attribute("token_expires_at")

    @property
    def token_expired(self) -> cdk.IResolvable:
        """Whether its token has expired."""
        return resolvable(self, "token_expired")

    @property
    def last_seen_at(self) -> str:
        """When it last called."""
        return self.get_string_attribute("last_seen_at")

    @property
    def is_admin(self) -> cdk.IResolvable:
        """Whether HQ's own configuration names it as an administrator."""
        return resolvable(self, "is_admin")

    @property
    def name(self) -> str:
        """Name."""
        return self.get_string_attribute("name")


class Environment(ResourceConstruct):
    """An environment of Lenses HQ: one Kafka estate and the key of the agent that serves it.

    The agent key is captured when the environment is made, and only then (or when it is rotated) does Lenses
    show it. An imported environment therefore has no `agent_key`: set `agent_key_rotation` to make a new one.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the environment; it is part of every path, so a change replaces it. Must be 1 to 63 lower-case
            letters, digits and hyphens, without a hyphen at either end.
        tier: What the environment is for. Must be one of development, staging, production.
        display_name: Name shown in the user interface; the name when left out. Must be 1 to 150 characters long.
        metadata: Labels. Only the keys set here are managed: others are left alone, and a key taken out here is
            removed. Must be a map of at most 50 keys, a key at most 40 bytes and a value at most 500 bytes.
        agent_key_rotation: Any change makes a new agent key, in place and exactly once; the old key stops working at
            once. A date or a counter serves well.
        wait_for_agent: How long to wait for the agent to connect after the environment was made or its key rotated. An
            agent that is deployed by the same stack, from `agent_key`, can only connect afterwards: wait in the data
            source or in the connectors instead. Must be a duration such as 90s, 5m or 1h30m.
        deletion_protection: Refuse to delete the environment, also when it was taken out of the code. On by default for
            production.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        on_lost_key: What to do when it is taken over (by `on_exists`, or after a crash) and nobody knows its agent key:
            `renew` makes a new one, and the former stops working; `keep` does not. When left out, one whose create this
            stack had begun gets a new one while no agent is connected, and any other is kept. Must be one of keep,
            renew.
        agent_key_recipients: To whom the agent key is encrypted the moment it arrives, so that the state, plans and
            logs never have it in clear: recipients of age (`age1...`). When they change, it is encrypted anew where
            `SLUICE_AGE_IDENTITY` opens it, and else renewed; the plan says which. Must be a list of at least one item.
            Must be made of items that are an age recipient such as `sluice key init` prints (age1...).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_environment"
    _declared = CATALOGUE.resources["sluice_lenses_environment"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        tier: Tier,
        display_name: str | None = None,
        metadata: Mapping[str, str | float] | None = None,
        agent_key_rotation: str | None = None,
        wait_for_agent: str | None = None,
        deletion_protection: bool | cdk.IResolvable | None = None,
        on_exists: OnExists | None = None,
        on_lost_key: OnLostKey | None = None,
        agent_key_recipients: Sequence[str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "tier": tier,
            "display_name": display_name,
            "metadata": metadata,
            "agent_key_rotation": agent_key_rotation,
            "wait_for_agent": wait_for_agent,
            "deletion_protection": deletion_protection,
            "on_exists": on_exists,
            "on_lost_key": on_lost_key,
            "agent_key_recipients": agent_key_recipients,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def display_name(self) -> str:
        """Name shown in the user interface; the name when left out."""
        return self.get_string_attribute("display_name")

    @display_name.setter
    def display_name(self, value: str | None) -> None:
        self._assign("display_name", value)

    @property
    def metadata(self) -> Mapping[str, str]:
        """Labels. Only the keys set here are managed: others are left alone, and a key taken out here is removed."""
        return TextMap(self, "metadata")

    @metadata.setter
    def metadata(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("metadata", value)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name, as used in role policies."""
        return self.get_string_attribute("lrn")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def name(self) -> str:
        """Name of the environment; it is part of every path, so a change replaces it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def tier(self) -> str:
        """What the environment is for."""
        return self.get_string_attribute("tier")

    @tier.setter
    def tier(self, value: Tier) -> None:
        self._assign("tier", value)

    @property
    def agent_key_rotation(self) -> str:
        """Any change makes a new agent key, in place and exactly once; the old key stops working at once. A date or
        a counter serves well.
        """
        return self.get_string_attribute("agent_key_rotation")

    @agent_key_rotation.setter
    def agent_key_rotation(self, value: str | None) -> None:
        self._assign("agent_key_rotation", value)

    @property
    def wait_for_agent(self) -> str:
        """How long to wait for the agent to connect after the environment was made or its key rotated. An agent that
        is deployed by the same stack, from `agent_key`, can only connect afterwards: wait in the data source or
        in the connectors instead.
        """
        return self.get_string_attribute("wait_for_agent")

    @wait_for_agent.setter
    def wait_for_agent(self, value: str | None) -> None:
        self._assign("wait_for_agent", value)

    @property
    def deletion_protection(self) -> cdk.IResolvable:
        """Refuse to delete the environment, also when it was taken out of the code. On by default for production."""
        return resolvable(self, "deletion_protection")

    @deletion_protection.setter
    def deletion_protection(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("deletion_protection", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def on_lost_key(self) -> str:
        """What to do when it is taken over (by `on_exists`, or after a crash) and nobody knows its agent key:
        `renew` makes a new one, and the former stops working; `keep` does not. When left out, one whose create
        this stack had begun gets a new one while no agent is connected, and any other is kept.
        """
        return self.get_string_attribute("on_lost_key")

    @on_lost_key.setter
    def on_lost_key(self, value: OnLostKey | None) -> None:
        self._assign("on_lost_key", value)

    @property
    def agent_key_recipients(self) -> list[str]:
        """To whom the agent key is encrypted the moment it arrives, so that the state, plans and logs never have it
        in clear: recipients of age (`age1...`). When they change, it is encrypted anew where
        `SLUICE_AGE_IDENTITY` opens it, and else renewed; the plan says which.
        """
        return TextList(self, "agent_key_recipients")

    @agent_key_recipients.setter
    def agent_key_recipients(self, value: Sequence[str] | None) -> None:
        self._assign("agent_key_recipients", value)

    @property
    def agent_key(self) -> str:
        """The key with which the agent authenticates. Encrypted when there are `agent_key_recipients`."""
        return self.get_string_attribute("agent_key")

    @property
    def agent_connected(self) -> cdk.IResolvable:
        """Whether an agent is connected."""
        return resolvable(self, "agent_connected")

    @property
    def agent_version(self) -> str:
        """Version of the connected agent."""
        return self.get_string_attribute("agent_version")

    name_input: Given[str] = Given("name")
    tier_input: Given[Tier] = Given("tier")
    display_name_input: Given[str] = Given("display_name")
    metadata_input: Given[Mapping[str, str | float]] = Given("metadata")
    agent_key_rotation_input: Given[str] = Given("agent_key_rotation")
    wait_for_agent_input: Given[str] = Given("wait_for_agent")
    deletion_protection_input: Given[bool | cdk.IResolvable] = Given("deletion_protection")
    on_exists_input: Given[OnExists] = Given("on_exists")
    on_lost_key_input: Given[OnLostKey] = Given("on_lost_key")
    agent_key_recipients_input: Given[Sequence[str]] = Given("agent_key_recipients")

    def reset_display_name(self) -> None:
        """Take back what was given for `display_name`."""
        self._reset("display_name")

    def reset_metadata(self) -> None:
        """Take back what was given for `metadata`."""
        self._reset("metadata")

    def reset_agent_key_rotation(self) -> None:
        """Take back what was given for `agent_key_rotation`."""
        self._reset("agent_key_rotation")

    def reset_wait_for_agent(self) -> None:
        """Take back what was given for `wait_for_agent`."""
        self._reset("wait_for_agent")

    def reset_deletion_protection(self) -> None:
        """Take back what was given for `deletion_protection`."""
        self._reset("deletion_protection")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")

    def reset_on_lost_key(self) -> None:
        """Take back what was given for `on_lost_key`."""
        self._reset("on_lost_key")

    def reset_agent_key_recipients(self) -> None:
        """Take back what was given for `agent_key_recipients`."""
        self._reset("agent_key_recipients")


class KafkaConnection(ResourceConstruct):
    """A Kafka connection of an environment: a reference that K2K replicators use. It holds no secret.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        environment: Environment it belongs to. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen
            at either end.
        name: Name of the connection. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either
            end.
        override_broker_addresses: Broker addresses to use instead of the agent's own.
        auth: Authentication: `plaintext`, or the JSON object that Lenses expects for any other kind. Must be plaintext
            or a JSON document. Default: `plaintext`.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_kafka_connection"
    _declared = CATALOGUE.resources["sluice_lenses_kafka_connection"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        environment: str | Environment | DataEnvironment,
        name: str,
        override_broker_addresses: Sequence[str] | None = None,
        auth: str | None = None,
        on_exists: OnExists | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "environment": environment,
            "name": name,
            "override_broker_addresses": override_broker_addresses,
            "auth": auth,
            "on_exists": on_exists,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def environment(self) -> str:
        """Environment it belongs to."""
        return self.get_string_attribute("environment")

    @environment.setter
    def environment(self, value: str | Environment | DataEnvironment) -> None:
        self._assign("environment", value)

    @property
    def name(self) -> str:
        """Name of the connection."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def override_broker_addresses(self) -> list[str]:
        """Broker addresses to use instead of the agent's own."""
        return TextList(self, "override_broker_addresses")

    @override_broker_addresses.setter
    def override_broker_addresses(self, value: Sequence[str] | None) -> None:
        self._assign("override_broker_addresses", value)

    @property
    def auth(self) -> str:
        """Authentication: `plaintext`, or the JSON object that Lenses expects for any other kind."""
        return self.get_string_attribute("auth")

    @auth.setter
    def auth(self, value: str | None) -> None:
        self._assign("auth", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def id(self) -> str:
        """Environment and name."""
        return self.get_string_attribute("id")

    environment_input: Given[str | Environment | DataEnvironment] = Given("environment")
    name_input: Given[str] = Given("name")
    override_broker_addresses_input: Given[Sequence[str]] = Given("override_broker_addresses")
    auth_input: Given[str] = Given("auth")
    on_exists_input: Given[OnExists] = Given("on_exists")

    def reset_override_broker_addresses(self) -> None:
        """Take back what was given for `override_broker_addresses`."""
        self._reset("override_broker_addresses")

    def reset_auth(self) -> None:
        """Take back what was given for `auth`."""
        self._reset("auth")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")


class Connector(ResourceConstruct):
    """A Kafka Connect connector, reached through the environment's agent.

    A changed configuration is put into the connector's definition, which Lenses calls as code, and the connector
    runs
    on. Where an agent has no such definition, the plan warns of it: the connector is deleted and made again under
    the
    same name, so its offsets are kept. When the second half fails the old configuration is put back.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        environment: Environment whose agent reaches the Connect cluster. Must be 1 to 63 lower-case letters, digits and
            hyphens, without a hyphen at either end.
        cluster: Connect cluster, as it is named in the agent's provisioning. Must be at least 1 character long.
        name: Name of the connector. Must be neither . nor .., and without control characters or white space at its
            ends.
        config: Configuration, with the keys and spelling of the connector's own documentation. Only the keys set here
            are managed. `name` is added by itself; nothing secret belongs here. Must be a map with `connector.class`.
            Must be free of empty values.
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
        wait_for_agent: How long to wait for the environment's agent before the connector is made. Must be a duration
            such as 90s, 5m or 1h30m.
        secrets: Secret entries of `config` by key: `Secret.env` for the value of an environment variable of the
            provider process, `Secret.variable` for a Terraform variable (Terraform or OpenTofu 1.11 and newer).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_connector"
    _declared = CATALOGUE.resources["sluice_lenses_connector"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        environment: str | Environment | DataEnvironment,
        cluster: str,
        name: str,
        config: Mapping[str, Any],
        desired_state: DesiredState | None = None,
        wait_for_running: bool | cdk.IResolvable | None = None,
        min_tasks: float | None = None,
        timeouts: Timeouts | None = None,
        on_exists: OnExists | None = None,
        wait_for_agent: str | None = None,
        secrets: Mapping[str, Secret | str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "environment": environment,
            "cluster": cluster,
            "name": name,
            "config": config,
            "desired_state": desired_state,
            "wait_for_running": wait_for_running,
            "min_tasks": min_tasks,
            "timeouts": timeouts,
            "on_exists": on_exists,
            "wait_for_agent": wait_for_agent,
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
    def environment(self) -> str:
        """Environment whose agent reaches the Connect cluster."""
        return self.get_string_attribute("environment")

    @environment.setter
    def environment(self, value: str | Environment | DataEnvironment) -> None:
        self._assign("environment", value)

    @property
    def cluster(self) -> str:
        """Connect cluster, as it is named in the agent's provisioning."""
        return self.get_string_attribute("cluster")

    @cluster.setter
    def cluster(self, value: str) -> None:
        self._assign("cluster", value)

    @property
    def name(self) -> str:
        """Name of the connector."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def wait_for_agent(self) -> str:
        """How long to wait for the environment's agent before the connector is made."""
        return self.get_string_attribute("wait_for_agent")

    @wait_for_agent.setter
    def wait_for_agent(self, value: str | None) -> None:
        self._assign("wait_for_agent", value)

    @property
    def id(self) -> str:
        """Environment, cluster and name."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name, as used in role policies."""
        return self.get_string_attribute("lrn")

    @property
    def connector_class(self) -> str:
        """Class of the connector."""
        return self.get_string_attribute("connector_class")

    @property
    def tasks(self) -> Items[ConnectorTask]:
        """Its tasks."""
        return Items(self, "tasks", ConnectorTask)

    @property
    def secrets(self) -> Mapping[str, Secret | str] | None:
        """What was given for `secrets`: what the connector has of them cannot be read."""
        return self.secrets_input

    @secrets.setter
    def secrets(self, value: Mapping[str, Secret | str] | None) -> None:
        self._assign("secrets", value)

    environment_input: Given[str | Environment | DataEnvironment] = Given("environment")
    cluster_input: Given[str] = Given("cluster")
    name_input: Given[str] = Given("name")
    config_input: Given[Mapping[str, Any]] = Given("config")
    desired_state_input: Given[DesiredState] = Given("desired_state")
    wait_for_running_input: Given[bool | cdk.IResolvable] = Given("wait_for_running")
    min_tasks_input: Given[float] = Given("min_tasks")
    timeouts_input: Given[Timeouts] = Given("timeouts")
    on_exists_input: Given[OnExists] = Given("on_exists")
    wait_for_agent_input: Given[str] = Given("wait_for_agent")
    secrets_input: Given[Mapping[str, Secret | str]] = Given("secrets")

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

    def reset_wait_for_agent(self) -> None:
        """Take back what was given for `wait_for_agent`."""
        self._reset("wait_for_agent")

    def reset_secrets(self) -> None:
        """Take back what was given for `secrets`."""
        self._reset("secrets")


class Role(ResourceConstruct):
    """A role of Lenses HQ: a policy that groups are given.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the role; it is part of every path, so a change replaces it. Must be 1 to 63 lower-case letters,
            digits and hyphens, without a hyphen at either end.
        policy: What it allows and denies. Must be a list of at least one item.
        display_name: Name shown in the user interface; the name when left out. Must be 1 to 150 characters long.
        metadata: Labels. Only the keys set here are managed: others are left alone, and a key taken out here is
            removed. Must be a map of at most 50 keys, a key at most 40 bytes and a value at most 500 bytes.
        description: What it is for. Must be at most 280 characters long.
        deletion_protection: Refuse to delete the role, also when it was taken out of the code. Default: `False`.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_role"
    _declared = CATALOGUE.resources["sluice_lenses_role"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        policy: Sequence[Statement],
        display_name: str | None = None,
        metadata: Mapping[str, str | float] | None = None,
        description: str | None = None,
        deletion_protection: bool | cdk.IResolvable | None = None,
        on_exists: OnExists | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "policy": policy,
            "display_name": display_name,
            "metadata": metadata,
            "description": description,
            "deletion_protection": deletion_protection,
            "on_exists": on_exists,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def display_name(self) -> str:
        """Name shown in the user interface; the name when left out."""
        return self.get_string_attribute("display_name")

    @display_name.setter
    def display_name(self, value: str | None) -> None:
        self._assign("display_name", value)

    @property
    def metadata(self) -> Mapping[str, str]:
        """Labels. Only the keys set here are managed: others are left alone, and a key taken out here is removed."""
        return TextMap(self, "metadata")

    @metadata.setter
    def metadata(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("metadata", value)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name, as used in role policies."""
        return self.get_string_attribute("lrn")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def name(self) -> str:
        """Name of the role; it is part of every path, so a change replaces it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def policy(self) -> cdk.IResolvable:
        """What it allows and denies."""
        return resolvable(self, "policy")

    @policy.setter
    def policy(self, value: Sequence[Statement]) -> None:
        self._assign("policy", value)

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @description.setter
    def description(self, value: str | None) -> None:
        self._assign("description", value)

    @property
    def deletion_protection(self) -> cdk.IResolvable:
        """Refuse to delete the role, also when it was taken out of the code."""
        return resolvable(self, "deletion_protection")

    @deletion_protection.setter
    def deletion_protection(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("deletion_protection", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    name_input: Given[str] = Given("name")
    policy_input: Given[Sequence[Statement]] = Given("policy")
    display_name_input: Given[str] = Given("display_name")
    metadata_input: Given[Mapping[str, str | float]] = Given("metadata")
    description_input: Given[str] = Given("description")
    deletion_protection_input: Given[bool | cdk.IResolvable] = Given("deletion_protection")
    on_exists_input: Given[OnExists] = Given("on_exists")

    def reset_display_name(self) -> None:
        """Take back what was given for `display_name`."""
        self._reset("display_name")

    def reset_metadata(self) -> None:
        """Take back what was given for `metadata`."""
        self._reset("metadata")

    def reset_description(self) -> None:
        """Take back what was given for `description`."""
        self._reset("description")

    def reset_deletion_protection(self) -> None:
        """Take back what was given for `deletion_protection`."""
        self._reset("deletion_protection")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")


class Group(ResourceConstruct):
    """A group of Lenses HQ: its members may do what its roles allow.

    Whether a service account is in a group is best said in one place: in `service_accounts` here, or in `groups`
    of
    the account.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the group; it is part of every path, so a change replaces it. Must be 1 to 63 lower-case letters,
            digits and hyphens, without a hyphen at either end.
        display_name: Name shown in the user interface; the name when left out. Must be 1 to 150 characters long.
        metadata: Labels. Only the keys set here are managed: others are left alone, and a key taken out here is
            removed. Must be a map of at most 50 keys, a key at most 40 bytes and a value at most 500 bytes.
        roles: Roles it has. Must be made of items that are 1 to 63 lower-case letters, digits and hyphens, without a
            hyphen at either end.
        users: Users in it, by name. Where HQ takes memberships from single sign-on, leave them to that. Only those set
            here are managed: others are left alone. Left out, none is touched; taken out, what was set here is taken
            away.
        service_accounts: Service accounts in it; an import leaves them to `groups` of the accounts. Only those set here
            are managed: others are left alone. Left out, none is touched; taken out, what was set here is taken away.
            Must be made of items that are 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either
            end.
        description: What it is for. Must be at most 250 characters long.
        sso_name: Name by which single sign-on knows it; the name when left out. Must be 1 to 150 characters long.
        deletion_protection: Refuse to delete the group, also when it was taken out of the code. Default: `False`.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_group"
    _declared = CATALOGUE.resources["sluice_lenses_group"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        display_name: str | None = None,
        metadata: Mapping[str, str | float] | None = None,
        roles: Sequence[str | Role | DataRole] | None = None,
        users: Sequence[str] | None = None,
        service_accounts: Sequence[str | ServiceAccount | DataServiceAccount] | None = None,
        description: str | None = None,
        sso_name: str | None = None,
        deletion_protection: bool | cdk.IResolvable | None = None,
        on_exists: OnExists | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "display_name": display_name,
            "metadata": metadata,
            "roles": roles,
            "users": users,
            "service_accounts": service_accounts,
            "description": description,
            "sso_name": sso_name,
            "deletion_protection": deletion_protection,
            "on_exists": on_exists,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def display_name(self) -> str:
        """Name shown in the user interface; the name when left out."""
        return self.get_string_attribute("display_name")

    @display_name.setter
    def display_name(self, value: str | None) -> None:
        self._assign("display_name", value)

    @property
    def metadata(self) -> Mapping[str, str]:
        """Labels. Only the keys set here are managed: others are left alone, and a key taken out here is removed."""
        return TextMap(self, "metadata")

    @metadata.setter
    def metadata(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("metadata", value)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name, as used in role policies."""
        return self.get_string_attribute("lrn")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def name(self) -> str:
        """Name of the group; it is part of every path, so a change replaces it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def roles(self) -> list[str]:
        """Roles it has."""
        return TextList(self, "roles")

    @roles.setter
    def roles(self, value: Sequence[str | Role | DataRole] | None) -> None:
        self._assign("roles", value)

    @property
    def users(self) -> list[str]:
        """Users in it, by name. Where HQ takes memberships from single sign-on, leave them to that. Only those set
        here are managed: others are left alone. Left out, none is touched; taken out, what was set here is taken
        away.
        """
        return TextList(self, "users")

    @users.setter
    def users(self, value: Sequence[str] | None) -> None:
        self._assign("users", value)

    @property
    def service_accounts(self) -> list[str]:
        """Service accounts in it; an import leaves them to `groups` of the accounts. Only those set here are
        managed: others are left alone. Left out, none is touched; taken out, what was set here is taken away.
        """
        return TextList(self, "service_accounts")

    @service_accounts.setter
    def service_accounts(self, value: Sequence[str | ServiceAccount | DataServiceAccount] | None) -> None:
        self._assign("service_accounts", value)

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @description.setter
    def description(self, value: str | None) -> None:
        self._assign("description", value)

    @property
    def sso_name(self) -> str:
        """Name by which single sign-on knows it; the name when left out."""
        return self.get_string_attribute("sso_name")

    @sso_name.setter
    def sso_name(self, value: str | None) -> None:
        self._assign("sso_name", value)

    @property
    def deletion_protection(self) -> cdk.IResolvable:
        """Refuse to delete the group, also when it was taken out of the code."""
        return resolvable(self, "deletion_protection")

    @deletion_protection.setter
    def deletion_protection(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("deletion_protection", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    name_input: Given[str] = Given("name")
    display_name_input: Given[str] = Given("display_name")
    metadata_input: Given[Mapping[str, str | float]] = Given("metadata")
    roles_input: Given[Sequence[str | Role | DataRole]] = Given("roles")
    users_input: Given[Sequence[str]] = Given("users")
    service_accounts_input: Given[Sequence[str | ServiceAccount | DataServiceAccount]] = Given("service_accounts")
    description_input: Given[str] = Given("description")
    sso_name_input: Given[str] = Given("sso_name")
    deletion_protection_input: Given[bool | cdk.IResolvable] = Given("deletion_protection")
    on_exists_input: Given[OnExists] = Given("on_exists")

    def reset_display_name(self) -> None:
        """Take back what was given for `display_name`."""
        self._reset("display_name")

    def reset_metadata(self) -> None:
        """Take back what was given for `metadata`."""
        self._reset("metadata")

    def reset_roles(self) -> None:
        """Take back what was given for `roles`."""
        self._reset("roles")

    def reset_users(self) -> None:
        """Take back what was given for `users`."""
        self._reset("users")

    def reset_service_accounts(self) -> None:
        """Take back what was given for `service_accounts`."""
        self._reset("service_accounts")

    def reset_description(self) -> None:
        """Take back what was given for `description`."""
        self._reset("description")

    def reset_sso_name(self) -> None:
        """Take back what was given for `sso_name`."""
        self._reset("sso_name")

    def reset_deletion_protection(self) -> None:
        """Take back what was given for `deletion_protection`."""
        self._reset("deletion_protection")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")


class ServiceAccount(ResourceConstruct):
    """A service account of Lenses HQ, with the token by which a program calls it.

    The token is captured when the account is made, and only then (or when it is renewed) does Lenses show it. An
    imported account therefore has no `token`: set `token_rotation` to make a new one.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the account; it is part of every path, so a change replaces it. Must be 1 to 63 lower-case
            letters, digits and hyphens, without a hyphen at either end.
        display_name: Name shown in the user interface; the name when left out. Must be 1 to 150 characters long.
        metadata: Labels. Only the keys set here are managed: others are left alone, and a key taken out here is
            removed. Must be a map of at most 50 keys, a key at most 40 bytes and a value at most 500 bytes.
        groups: Groups it is in. All of them are managed: what is assigned elsewhere is taken away again. Left out, none
            is touched; taken out, what was set here is taken away. Must be made of items that are 1 to 63 lower-case
            letters, digits and hyphens, without a hyphen at either end.
        description: What it is for. Must be at most 250 characters long.
        token_expires_at: When the token expires; never when left out. A change, or taking it out, makes a new token, in
            place and exactly once; the old one stops working at once. Must be a moment such as 2030-12-31T23:00:00Z.
        token_rotation: Any change makes a new token, in place and exactly once; the old one stops working at once. A
            date or a counter serves well.
        deletion_protection: Refuse to delete the account, also when it was taken out of the code. Default: `False`.
        on_exists: What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over.
            Must be one of fail, adopt. Default: `fail`.
        on_lost_key: What to do when it is taken over (by `on_exists`, or after a crash) and nobody knows its token:
            `renew` makes a new one, and the former stops working; `keep` does not. When left out, it is kept. Must be
            one of keep, renew.
        token_recipients: To whom the token is encrypted the moment it arrives, so that the state, plans and logs never
            have it in clear: recipients of age (`age1...`). When they change, it is encrypted anew where
            `SLUICE_AGE_IDENTITY` opens it, and else renewed; the plan says which. Must be a list of at least one item.
            Must be made of items that are an age recipient such as `sluice key init` prints (age1...).
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_service_account"
    _declared = CATALOGUE.resources["sluice_lenses_service_account"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        display_name: str | None = None,
        metadata: Mapping[str, str | float] | None = None,
        groups: Sequence[str | Group | DataGroup] | None = None,
        description: str | None = None,
        token_expires_at: str | None = None,
        token_rotation: str | None = None,
        deletion_protection: bool | cdk.IResolvable | None = None,
        on_exists: OnExists | None = None,
        on_lost_key: OnLostKey | None = None,
        token_recipients: Sequence[str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {
            "name": name,
            "display_name": display_name,
            "metadata": metadata,
            "groups": groups,
            "description": description,
            "token_expires_at": token_expires_at,
            "token_rotation": token_rotation,
            "deletion_protection": deletion_protection,
            "on_exists": on_exists,
            "on_lost_key": on_lost_key,
            "token_recipients": token_recipients,
        }
        super().__init__(scope, id_, given, **meta)

    @property
    def display_name(self) -> str:
        """Name shown in the user interface; the name when left out."""
        return self.get_string_attribute("display_name")

    @display_name.setter
    def display_name(self, value: str | None) -> None:
        self._assign("display_name", value)

    @property
    def metadata(self) -> Mapping[str, str]:
        """Labels. Only the keys set here are managed: others are left alone, and a key taken out here is removed."""
        return TextMap(self, "metadata")

    @metadata.setter
    def metadata(self, value: Mapping[str, str | float] | None) -> None:
        self._assign("metadata", value)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name, as used in role policies."""
        return self.get_string_attribute("lrn")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def name(self) -> str:
        """Name of the account; it is part of every path, so a change replaces it."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def groups(self) -> list[str]:
        """Groups it is in. All of them are managed: what is assigned elsewhere is taken away again. Left out, none
        is touched; taken out, what was set here is taken away.
        """
        return TextList(self, "groups")

    @groups.setter
    def groups(self, value: Sequence[str | Group | DataGroup] | None) -> None:
        self._assign("groups", value)

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @description.setter
    def description(self, value: str | None) -> None:
        self._assign("description", value)

    @property
    def token_expires_at(self) -> str:
        """When the token expires; never when left out. A change, or taking it out, makes a new token, in place and
        exactly once; the old one stops working at once.
        """
        return self.get_string_attribute("token_expires_at")

    @token_expires_at.setter
    def token_expires_at(self, value: str | None) -> None:
        self._assign("token_expires_at", value)

    @property
    def token_rotation(self) -> str:
        """Any change makes a new token, in place and exactly once; the old one stops working at once. A date or a
        counter serves well.
        """
        return self.get_string_attribute("token_rotation")

    @token_rotation.setter
    def token_rotation(self, value: str | None) -> None:
        self._assign("token_rotation", value)

    @property
    def deletion_protection(self) -> cdk.IResolvable:
        """Refuse to delete the account, also when it was taken out of the code."""
        return resolvable(self, "deletion_protection")

    @deletion_protection.setter
    def deletion_protection(self, value: bool | cdk.IResolvable | None) -> None:
        self._assign("deletion_protection", value)

    @property
    def on_exists(self) -> str:
        """What to do when the object exists already: `fail` prints how to import it, `adopt` takes it over."""
        return self.get_string_attribute("on_exists")

    @on_exists.setter
    def on_exists(self, value: OnExists | None) -> None:
        self._assign("on_exists", value)

    @property
    def on_lost_key(self) -> str:
        """What to do when it is taken over (by `on_exists`, or after a crash) and nobody knows its token: `renew`
        makes a new one, and the former stops working; `keep` does not. When left out, it is kept.
        """
        return self.get_string_attribute("on_lost_key")

    @on_lost_key.setter
    def on_lost_key(self, value: OnLostKey | None) -> None:
        self._assign("on_lost_key", value)

    @property
    def token_recipients(self) -> list[str]:
        """To whom the token is encrypted the moment it arrives, so that the state, plans and logs never have it in
        clear: recipients of age (`age1...`). When they change, it is encrypted anew where `SLUICE_AGE_IDENTITY`
        opens it, and else renewed; the plan says which.
        """
        return TextList(self, "token_recipients")

    @token_recipients.setter
    def token_recipients(self, value: Sequence[str] | None) -> None:
        self._assign("token_recipients", value)

    @property
    def token(self) -> str:
        """The token with which a program calls Lenses HQ. Encrypted when there are `token_recipients`."""
        return self.get_string_attribute("token")

    @property
    def token_expired(self) -> cdk.IResolvable:
        """Whether the token has expired."""
        return resolvable(self, "token_expired")

    @property
    def is_admin(self) -> cdk.IResolvable:
        """Whether HQ's own configuration names it as an administrator."""
        return resolvable(self, "is_admin")

    name_input: Given[str] = Given("name")
    display_name_input: Given[str] = Given("display_name")
    metadata_input: Given[Mapping[str, str | float]] = Given("metadata")
    groups_input: Given[Sequence[str | Group | DataGroup]] = Given("groups")
    description_input: Given[str] = Given("description")
    token_expires_at_input: Given[str] = Given("token_expires_at")
    token_rotation_input: Given[str] = Given("token_rotation")
    deletion_protection_input: Given[bool | cdk.IResolvable] = Given("deletion_protection")
    on_exists_input: Given[OnExists] = Given("on_exists")
    on_lost_key_input: Given[OnLostKey] = Given("on_lost_key")
    token_recipients_input: Given[Sequence[str]] = Given("token_recipients")

    def reset_display_name(self) -> None:
        """Take back what was given for `display_name`."""
        self._reset("display_name")

    def reset_metadata(self) -> None:
        """Take back what was given for `metadata`."""
        self._reset("metadata")

    def reset_groups(self) -> None:
        """Take back what was given for `groups`."""
        self._reset("groups")

    def reset_description(self) -> None:
        """Take back what was given for `description`."""
        self._reset("description")

    def reset_token_expires_at(self) -> None:
        """Take back what was given for `token_expires_at`."""
        self._reset("token_expires_at")

    def reset_token_rotation(self) -> None:
        """Take back what was given for `token_rotation`."""
        self._reset("token_rotation")

    def reset_deletion_protection(self) -> None:
        """Take back what was given for `deletion_protection`."""
        self._reset("deletion_protection")

    def reset_on_exists(self) -> None:
        """Take back what was given for `on_exists`."""
        self._reset("on_exists")

    def reset_on_lost_key(self) -> None:
        """Take back what was given for `on_lost_key`."""
        self._reset("on_lost_key")

    def reset_token_recipients(self) -> None:
        """Take back what was given for `token_recipients`."""
        self._reset("token_recipients")


class DataEnvironment(DataSourceConstruct):
    """An environment that is managed elsewhere, or the agent of one that is waited for.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the environment. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at
            either end.
        wait_for_agent: How long to wait until the environment's agent is connected. Must be a duration such as 90s, 5m
            or 1h30m.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_environment"
    _declared = CATALOGUE.data_sources["sluice_lenses_environment"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        wait_for_agent: str | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"name": name, "wait_for_agent": wait_for_agent}
        super().__init__(scope, id_, given, **meta)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def name(self) -> str:
        """Name of the environment."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def wait_for_agent(self) -> str:
        """How long to wait until the environment's agent is connected."""
        return self.get_string_attribute("wait_for_agent")

    @wait_for_agent.setter
    def wait_for_agent(self, value: str | None) -> None:
        self._assign("wait_for_agent", value)

    @property
    def tier(self) -> str:
        """What the environment is for."""
        return self.get_string_attribute("tier")

    @property
    def agent_connected(self) -> cdk.IResolvable:
        """Whether an agent is connected."""
        return resolvable(self, "agent_connected")

    @property
    def agent_version(self) -> str:
        """Version of the connected agent."""
        return self.get_string_attribute("agent_version")

    name_input: Given[str] = Given("name")
    wait_for_agent_input: Given[str] = Given("wait_for_agent")

    def reset_wait_for_agent(self) -> None:
        """Take back what was given for `wait_for_agent`."""
        self._reset("wait_for_agent")


class DataEnvironments(DataSourceConstruct):
    """Every environment of the HQ.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_environments"
    _declared = CATALOGUE.data_sources["sluice_lenses_environments"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {}
        super().__init__(scope, id_, given, **meta)

    @property
    def environments(self) -> Items[ListedEnvironment]:
        """The environments."""
        return Items(self, "environments", ListedEnvironment)


class DataKafkaConnections(DataSourceConstruct):
    """Every Kafka connection of an environment.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        environment: Name of the environment. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen
            at either end.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_kafka_connections"
    _declared = CATALOGUE.data_sources["sluice_lenses_kafka_connections"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        environment: str | Environment | DataEnvironment,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"environment": environment}
        super().__init__(scope, id_, given, **meta)

    @property
    def environment(self) -> str:
        """Name of the environment."""
        return self.get_string_attribute("environment")

    @environment.setter
    def environment(self, value: str | Environment | DataEnvironment) -> None:
        self._assign("environment", value)

    @property
    def kafka_connections(self) -> Items[ListedKafkaConnection]:
        """The connections."""
        return Items(self, "kafka_connections", ListedKafkaConnection)

    environment_input: Given[str | Environment | DataEnvironment] = Given("environment")


class DataConnectors(DataSourceConstruct):
    """Every connector that an environment's agent sees.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        environment: Name of the environment. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen
            at either end.
        clusters: Only connectors of these Connect clusters.
        class_names: Only connectors of these classes.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_connectors"
    _declared = CATALOGUE.data_sources["sluice_lenses_connectors"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        environment: str | Environment | DataEnvironment,
        clusters: Sequence[str] | None = None,
        class_names: Sequence[str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"environment": environment, "clusters": clusters, "class_names": class_names}
        super().__init__(scope, id_, given, **meta)

    @property
    def environment(self) -> str:
        """Name of the environment."""
        return self.get_string_attribute("environment")

    @environment.setter
    def environment(self, value: str | Environment | DataEnvironment) -> None:
        self._assign("environment", value)

    @property
    def clusters(self) -> list[str]:
        """Only connectors of these Connect clusters."""
        return TextList(self, "clusters")

    @clusters.setter
    def clusters(self, value: Sequence[str] | None) -> None:
        self._assign("clusters", value)

    @property
    def class_names(self) -> list[str]:
        """Only connectors of these classes."""
        return TextList(self, "class_names")

    @class_names.setter
    def class_names(self, value: Sequence[str] | None) -> None:
        self._assign("class_names", value)

    @property
    def connectors(self) -> Items[ListedConnector]:
        """The connectors."""
        return Items(self, "connectors", ListedConnector)

    environment_input: Given[str | Environment | DataEnvironment] = Given("environment")
    clusters_input: Given[Sequence[str]] = Given("clusters")
    class_names_input: Given[Sequence[str]] = Given("class_names")

    def reset_clusters(self) -> None:
        """Take back what was given for `clusters`."""
        self._reset("clusters")

    def reset_class_names(self) -> None:
        """Take back what was given for `class_names`."""
        self._reset("class_names")


class DataConnectorPlugins(DataSourceConstruct):
    """The connector classes that an environment's Connect clusters can run.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        environment: Name of the environment. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen
            at either end.
        clusters: Only plugins of these Connect clusters.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_connector_plugins"
    _declared = CATALOGUE.data_sources["sluice_lenses_connector_plugins"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        environment: str | Environment | DataEnvironment,
        clusters: Sequence[str] | None = None,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"environment": environment, "clusters": clusters}
        super().__init__(scope, id_, given, **meta)

    @property
    def environment(self) -> str:
        """Name of the environment."""
        return self.get_string_attribute("environment")

    @environment.setter
    def environment(self, value: str | Environment | DataEnvironment) -> None:
        self._assign("environment", value)

    @property
    def clusters(self) -> list[str]:
        """Only plugins of these Connect clusters."""
        return TextList(self, "clusters")

    @clusters.setter
    def clusters(self, value: Sequence[str] | None) -> None:
        self._assign("clusters", value)

    @property
    def plugins(self) -> Items[ListedPlugin]:
        """The plugins."""
        return Items(self, "plugins", ListedPlugin)

    environment_input: Given[str | Environment | DataEnvironment] = Given("environment")
    clusters_input: Given[Sequence[str]] = Given("clusters")

    def reset_clusters(self) -> None:
        """Take back what was given for `clusters`."""
        self._reset("clusters")


class DataRole(DataSourceConstruct):
    """A role that is managed elsewhere.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the role. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_role"
    _declared = CATALOGUE.data_sources["sluice_lenses_role"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"name": name}
        super().__init__(scope, id_, given, **meta)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def name(self) -> str:
        """Name of the role."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def policy(self) -> Items[GrantedStatement]:
        """What it allows and denies."""
        return Items(self, "policy", GrantedStatement)

    name_input: Given[str] = Given("name")


class DataRoles(DataSourceConstruct):
    """Every role of the HQ.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_roles"
    _declared = CATALOGUE.data_sources["sluice_lenses_roles"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {}
        super().__init__(scope, id_, given, **meta)

    @property
    def roles(self) -> Items[ListedRole]:
        """The roles."""
        return Items(self, "roles", ListedRole)


class DataGroup(DataSourceConstruct):
    """A group that is managed elsewhere.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the group. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_group"
    _declared = CATALOGUE.data_sources["sluice_lenses_group"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"name": name}
        super().__init__(scope, id_, given, **meta)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def name(self) -> str:
        """Name of the group."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def sso_name(self) -> str:
        """Name by which single sign-on knows it."""
        return self.get_string_attribute("sso_name")

    @property
    def roles(self) -> list[str]:
        """Roles it has."""
        return TextList(self, "roles")

    @property
    def users(self) -> list[str]:
        """Users in it."""
        return TextList(self, "users")

    @property
    def service_accounts(self) -> list[str]:
        """Service accounts in it."""
        return TextList(self, "service_accounts")

    name_input: Given[str] = Given("name")


class DataGroups(DataSourceConstruct):
    """Every group of the HQ.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_groups"
    _declared = CATALOGUE.data_sources["sluice_lenses_groups"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {}
        super().__init__(scope, id_, given, **meta)

    @property
    def groups(self) -> Items[ListedGroup]:
        """The groups."""
        return Items(self, "groups", ListedGroup)


class DataServiceAccount(DataSourceConstruct):
    """A service account that is managed elsewhere; its token cannot be read.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        name: Name of the account. Must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either
            end.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_service_account"
    _declared = CATALOGUE.data_sources["sluice_lenses_service_account"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {"name": name}
        super().__init__(scope, id_, given, **meta)

    @property
    def id(self) -> str:
        """Id that Lenses gave it."""
        return self.get_string_attribute("id")

    @property
    def lrn(self) -> str:
        """Lenses resource name."""
        return self.get_string_attribute("lrn")

    @property
    def display_name(self) -> str:
        """Name shown in the user interface."""
        return self.get_string_attribute("display_name")

    @property
    def created_at(self) -> str:
        """When it was made."""
        return self.get_string_attribute("created_at")

    @property
    def metadata(self) -> StringMap:
        """Labels."""
        return StringMap(self, "metadata")

    @property
    def description(self) -> str:
        """What it is for."""
        return self.get_string_attribute("description")

    @property
    def groups(self) -> list[str]:
        """Groups it is in."""
        return TextList(self, "groups")

    @property
    def token_expires_at(self) -> str:
        """When its token expires; null for never."""
        return self.get_string_attribute("token_expires_at")

    @property
    def token_expired(self) -> cdk.IResolvable:
        """Whether its token has expired."""
        return resolvable(self, "token_expired")

    @property
    def last_seen_at(self) -> str:
        """When it last called."""
        return self.get_string_attribute("last_seen_at")

    @property
    def is_admin(self) -> cdk.IResolvable:
        """Whether HQ's own configuration names it as an administrator."""
        return resolvable(self, "is_admin")

    @property
    def name(self) -> str:
        """Name of the account."""
        return self.get_string_attribute("name")

    @name.setter
    def name(self, value: str) -> None:
        self._assign("name", value)

    name_input: Given[str] = Given("name")


class DataServiceAccounts(DataSourceConstruct):
    """Every service account of the HQ.

    Args:
        scope: The construct that holds it.
        id_: Its name within `scope`.
        count, depends_on, for_each, lifecycle, provider: As for every resource and data source in the CDK.
    """

    TF_RESOURCE_TYPE: ClassVar[str] = "sluice_lenses_service_accounts"
    _declared = CATALOGUE.data_sources["sluice_lenses_service_accounts"]

    def __init__(
        self,
        scope: Construct,
        id_: str,
        **meta: Unpack[MetaArguments],
    ) -> None:
        given: dict[str, Any] = {}
        super().__init__(scope, id_, given, **meta)

    @property
    def service_accounts(self) -> Items[ListedServiceAccount]:
        """The accounts."""
        return Items(self, "service_accounts", ListedServiceAccount)
