"""Lenses HQ and the Kafka Connect clusters behind its agents."""

from __future__ import annotations

from typing import Annotated, Literal

from provider_lib.spec import (
    Action,
    Api,
    Bearer,
    DataSource,
    Duration,
    ErrorShape,
    IsJson,
    Json,
    Length,
    Lifecycle,
    Listing,
    MapSize,
    Nested,
    Parent,
    Pattern,
    Recreate,
    Resource,
    Setting,
    System,
    Template,
    Tracked,
    Validation,
    WhenEquals,
    at,
    computed,
    delete,
    derived,
    get,
    key,
    on_exists,
    once,
    optional,
    owned_map,
    patch,
    post,
    protection,
    put,
    required,
    trigger,
    volatile,
    wait_field,
    wait_parent,
)
from provider_lib.systems.connector import ADVICE, REFUSAL, WORKER_IS_BUSY, ConnectorFields, Task

LENSES = System(
    name="lenses",
    title="Lenses HQ",
    settings=(
        Setting(name="url", doc="Address of Lenses HQ, e.g. `https://hq.example.com`.", needed=True),
        Setting(name="token", doc="Token of a service account.", secret=True, needed=True),
    ),
    auth=Bearer("token"),
    errors=(
        ErrorShape(
            speaker="Lenses HQ",
            message="title",
            request_id="request_id",
            fields="invalid_fields",
            field_name="name",
            field_message="title",
        ),
        ErrorShape(
            speaker="the Lenses agent",
            message="error",
            fields="fields",
            field_name="field",
            field_message="error",
            hints={
                401: "The agent, not Lenses HQ, refuses: the token is good, but what the agent asks for does not "
                "accept the agent's own credentials. Look at its provisioning and its log."
            },
        ),
    ),
    hints={
        401: "The token is wrong, has expired or was renewed. Make a new one for the service account in Lenses HQ "
        "and set `token` of `lenses` in the provider block, or SLUICE_LENSES_TOKEN.",
        402: "The Lenses licence does not cover this feature. Ask whoever holds the licence, or take this resource "
        "out of the stack.",
        403: "The service account may not do this. Add the permission to one of its groups' roles in Lenses HQ.",
    },
    masks=(r"\*{3,}", r"•{3,}", r"\[secret hidden by Lenses\]"),
    busy=WORKER_IS_BUSY,
    drop_suffix=("/api",),
    probe=get("/api/v1/environments"),
)

HqName = Annotated[
    str,
    Pattern(
        r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
        "1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end",
    ),
]
Tier = Literal["development", "staging", "production"]
Labels = Annotated[dict[str, str], MapSize(max_keys=50, max_key_bytes=40, max_value_bytes=500)]
KafkaAuth = Annotated[str, IsJson(or_one_of=("plaintext",))]

ENVIRONMENTS = "/api/v1/environments"
ENVIRONMENT = ENVIRONMENTS + "/{environment}"
CONNECT = ENVIRONMENT + "/proxy/api/kafka-connect"
CONNECTOR = CONNECT + "/clusters/{cluster}/connectors/{name}"

AGENT = Parent(
    call=get(ENVIRONMENT),
    title="environment {environment}",
    ready="status.agent_connected",
    not_ready="The agent of environment {environment} is not connected to Lenses HQ, so nothing behind it can be "
    "reached. Start the agent with the environment's agent key, or look at its log; `wait_for_agent` waits for it.",
)


class Environment(Resource, system=LENSES, name="environment"):
    """An environment of Lenses HQ: one Kafka estate and the key of the agent that serves it.

    The agent key is captured when the environment is made, and only then (or when it is rotated) does Lenses
    show it. An imported environment therefore has no `agent_key`: set `agent_key_rotation` to make a new one.
    """

    name: HqName = key("Name of the environment; it is part of every path, so a change replaces it.", example="orders")
    tier: Tier = required("What the environment is for.", example="staging")
    display_name: Annotated[str, Length(1, 150)] = optional(
        "Name shown in the user interface; the name when left out.", default=Template("{name}"), example="Orders"
    )
    metadata: Labels | None = owned_map(
        "Labels. Only the keys set here are managed: others are left alone, and a key taken out here is removed.",
        example={"team": "payments"},
    )
    agent_key_rotation: str | None = trigger(
        "Any change makes a new agent key, in place and exactly once; the old key stops working at once. "
        "A date or a counter serves well.",
        "renew_key",
        renews=("agent_key",),
    )
    wait_for_agent: Duration | None = wait_field(
        "How long to wait for the agent to connect after the environment was made or its key rotated. An agent "
        "that is deployed by the same stack, from `agent_key`, can only connect afterwards: wait in the data "
        "source or in the connectors instead.",
        "agent_connected",
        True,
    )
    deletion_protection: bool = protection(
        "Refuse to delete the environment, also when it was taken out of the code. On by default for production.",
        default=WhenEquals("tier", "production"),
    )
    on_exists: Literal["fail", "adopt"] = on_exists()
    id: str = computed("Id that Lenses gave it.")
    lrn: str = computed("Lenses resource name, as used in role policies.")
    created_at: str = computed("When it was made.")
    agent_key: str = once("The key with which the agent authenticates.", recover="renew_key")
    agent_connected: bool = volatile("Whether an agent is connected.", wire="status.agent_connected")
    agent_version: str = volatile("Version of the connected agent.", wire="status.agent.agent.version")

    api = Api(
        create=post(ENVIRONMENTS),
        read=get(ENVIRONMENTS + "/{name}"),
        read_many=Listing(call=get(ENVIRONMENTS), items="items", match={"name": "name"}),
        update=patch(ENVIRONMENTS + "/{name}", merge=True),
        delete=delete(ENVIRONMENTS + "/{name}"),
        echoes=True,
        calls={"renew_key": post(ENVIRONMENTS + "/{name}/renew-key", body=None)},
    )
    tracked = Tracked(
        kind="agent_key",
        system="lenses",
        labels={"environment": "name", "tier": "tier", "connected": "agent_connected"},
        secret="agent_key",
    )


class KafkaConnection(Resource, system=LENSES, name="kafka_connection"):
    """A Kafka connection of an environment: a reference that K2K replicators use. It holds no secret."""

    environment: HqName = key("Environment it belongs to.", refers_to="sluice_lenses_environment.name")
    name: HqName = key("Name of the connection.", example="orders-kafka")
    override_broker_addresses: list[str] | None = optional(
        "Broker addresses to use instead of the agent's own.", example=["kafka-1:9092", "kafka-2:9092"]
    )
    auth: KafkaAuth = optional(
        "Authentication: `plaintext`, or the JSON object that Lenses expects for any other kind.",
        default="plaintext",
        send={"plaintext": "{}"},
        same="json",
    )
    on_exists: Literal["fail", "adopt"] = on_exists()
    id: str = derived("Environment and name.", "{environment}/{name}")

    api = Api(
        create=put(ENVIRONMENT + "/kafka-connections/{name}"),
        read=get(ENVIRONMENT + "/kafka-connections/{name}"),
        read_many=Listing(call=get(ENVIRONMENT + "/kafka-connections"), items="items", match={"name": "name"}),
        update=put(ENVIRONMENT + "/kafka-connections/{name}"),
        delete=delete(ENVIRONMENT + "/kafka-connections/{name}"),
        echoes=True,
    )


class ConnectorTask(Task):
    """A task of a connector, as the agent describes it."""

    worker = at(Task.worker, "workerId")


class Connector(ConnectorFields, Resource, system=LENSES, name="connector"):
    """A Kafka Connect connector, reached through the environment's agent.

    Lenses has no call that changes a configuration: a change deletes the connector and makes it again under
    the same name, so its offsets are kept. When the second half fails the old configuration is put back.
    """

    environment: HqName = key(
        "Environment whose agent reaches the Connect cluster.",
        sent_as=None,
        read_as=None,
        refers_to="sluice_lenses_environment.name",
    )
    cluster: Annotated[str, Length(1)] = key(
        "Connect cluster, as it is named in the agent's provisioning.", example="connect"
    )
    name: Annotated[str, Length(1)] = key("Name of the connector.", example="orders-sink")
    wait_for_agent: Duration | None = wait_parent(
        "How long to wait for the environment's agent before the connector is made."
    )
    id: str = derived("Environment, cluster and name.", "{environment}/{cluster}/{name}")
    lrn: str = computed("Lenses resource name, as used in role policies.")
    connector_class: str = computed("Class of the connector.", wire="className")
    tasks: list[ConnectorTask] = volatile("Its tasks.")

    api = Api(
        create=post(
            CONNECT + "/connectors", body={"name": "{name}", "cluster": "{cluster}", "configuration": "{config}"}
        ),
        read=get(CONNECTOR),
        update=Recreate(keeps="its offsets are kept"),
        delete=delete(CONNECTOR),
        calls={
            "resume": put(CONNECTOR + "/resume", body=None),
            "pause": put(CONNECTOR + "/pause", body=None),
            "stop": put(CONNECTOR + "/stop", body=None),
        },
        withheld=("__errors", "field"),
    )
    parent = AGENT
    lifecycle = Lifecycle(
        states={"running": "RUNNING", "paused": "PAUSED", "stopped": "STOPPED"},
        calls={"running": "resume", "paused": "pause", "stopped": "stop"},
        advice=ADVICE,
    )
    validation = Validation(
        call=post(CONNECT + "/validate", body={"name": "{name}", "cluster": "{cluster}", "configuration": "{config}"}),
        entries="configuration",
        key="name",
        errors="errors",
        refusal=REFUSAL,
        plugins=Listing(call=get(CONNECT + "/plugins", query={"cluster": "{cluster}"}), items="data"),
        plugin_key="connector.class",
        plugin_name="class",
    )
    tracked = Tracked(
        kind="connector",
        system="lenses",
        labels={"environment": "environment", "cluster": "cluster", "name": "name", "id": "id", "state": "state"},
    )


class EnvironmentData(DataSource, system=LENSES, name="environment"):
    """An environment that is managed elsewhere, or the agent of one that is waited for."""

    name: HqName = required("Name of the environment.", example="orders")
    wait_for_agent: Duration | None = wait_field(
        "How long to wait until the environment's agent is connected.", "agent_connected", True
    )
    id: str = computed("Id that Lenses gave it.")
    lrn: str = computed("Lenses resource name.")
    display_name: str = computed("Name shown in the user interface.")
    tier: str = computed("What the environment is for.")
    created_at: str = computed("When it was made.")
    metadata: dict[str, str] = computed("Labels.")
    agent_connected: bool = computed("Whether an agent is connected.", wire="status.agent_connected")
    agent_version: str = computed("Version of the connected agent.", wire="status.agent.agent.version")

    read = get(ENVIRONMENTS + "/{name}")


class ListedEnvironment(Nested):
    """An environment in a list."""

    name: str = computed("Name.")
    id: str = computed("Id that Lenses gave it.")
    lrn: str = computed("Lenses resource name.")
    display_name: str = computed("Name shown in the user interface.")
    tier: str = computed("What it is for.")
    created_at: str = computed("When it was made.")
    metadata: dict[str, str] = computed("Labels.")
    agent_connected: bool = computed("Whether an agent is connected.", wire="status.agent_connected")


class Environments(DataSource, system=LENSES, name="environments"):
    """Every environment of the HQ."""

    environments: list[ListedEnvironment] = computed("The environments.")

    listing = Listing(call=get(ENVIRONMENTS), items="items")
    into = "environments"


class ListedKafkaConnection(Nested):
    """A Kafka connection in a list."""

    name: str = computed("Name.")
    override_broker_addresses: list[str] = computed("Broker addresses used instead of the agent's own.")
    auth: Json = computed("Authentication, as JSON.")


class KafkaConnections(DataSource, system=LENSES, name="kafka_connections"):
    """Every Kafka connection of an environment."""

    environment: HqName = required("Name of the environment.", refers_to="sluice_lenses_environment.name")
    kafka_connections: list[ListedKafkaConnection] = computed("The connections.")

    listing = Listing(call=get(ENVIRONMENT + "/kafka-connections"), items="items")
    into = "kafka_connections"


class ListedTask(Nested):
    """A task of a connector in a list."""

    id: str = computed("Number of the task.")
    state: str = computed("What it is doing.")


class ListedConnector(Nested):
    """A connector in a list; its configuration is not part of it."""

    name: str = computed("Name.")
    cluster: str = computed("Connect cluster.")
    lrn: str = computed("Lenses resource name.")
    state: str = computed("What it is doing.")
    type: str = computed("Source or sink.")
    connector_class: str = computed("Class of the connector.", wire="className")
    tasks: list[ListedTask] = computed("Its tasks.")


class Connectors(DataSource, system=LENSES, name="connectors"):
    """Every connector that an environment's agent sees."""

    environment: HqName = required("Name of the environment.", refers_to="sluice_lenses_environment.name")
    clusters: list[str] | None = optional("Only connectors of these Connect clusters.")
    class_names: list[str] | None = optional("Only connectors of these classes.")
    connectors: list[ListedConnector] = computed("The connectors.")

    listing = Listing(
        call=get(CONNECT + "/connectors", query={"cluster": "{clusters}", "className": "{class_names}"}),
        items="data",
    )
    into = "connectors"
    parent = AGENT


class ListedPlugin(Nested):
    """A connector class that a Connect cluster can run."""

    connector_class: str = computed("Class to put into `connector.class`.", wire="class")
    cluster: str = computed("Connect cluster.")
    type: str = computed("Source or sink.")
    version: str = computed("Version of the plugin.")
    name: str = computed("Name in prose.")
    author: str = computed("Who makes it.")
    description: str = computed("What it does.")
    docs: str = computed("Where its documentation is.")


class ConnectorPlugins(DataSource, system=LENSES, name="connector_plugins"):
    """The connector classes that an environment's Connect clusters can run."""

    environment: HqName = required("Name of the environment.", refers_to="sluice_lenses_environment.name")
    clusters: list[str] | None = optional("Only plugins of these Connect clusters.")
    plugins: list[ListedPlugin] = computed("The plugins.")

    listing = Listing(call=get(CONNECT + "/plugins", query={"cluster": "{clusters}"}), items="data")
    into = "plugins"
    parent = AGENT


class RestartConnector(Action, system=LENSES, name="restart_connector"):
    """Restarts a connector (Terraform 1.14 and newer)."""

    environment: HqName = required(
        "Environment whose agent reaches the Connect cluster.", refers_to="sluice_lenses_environment.name"
    )
    cluster: str = required("Connect cluster.", example="connect")
    name: str = required("Name of the connector.", example="orders-sink")

    call = put(CONNECTOR + "/restart", body=None)
    says = "Restarted connector {name} on {cluster}"
    parent = AGENT


class RestartTask(Action, system=LENSES, name="restart_task"):
    """Restarts one task of a connector (Terraform 1.14 and newer)."""

    environment: HqName = required(
        "Environment whose agent reaches the Connect cluster.", refers_to="sluice_lenses_environment.name"
    )
    cluster: str = required("Connect cluster.", example="connect")
    name: str = required("Name of the connector.", example="orders-sink")
    task: int = required("Number of the task, from 0.", example=0)

    call = put(CONNECTOR + "/tasks/{task}/restart", body=None)
    says = "Restarted task {task} of connector {name} on {cluster}"
    parent = AGENT
