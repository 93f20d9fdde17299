"""Apache Kafka Connect itself: the REST interface of its workers."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Action,
    Api,
    Basic,
    DataSource,
    Duration,
    ErrorShape,
    FirstOf,
    Flow,
    Handover,
    Initial,
    Json,
    Lifecycle,
    Listing,
    Nested,
    NoAuth,
    Parts,
    Pattern,
    Predecessor,
    Resource,
    ServerVersion,
    Setting,
    Since,
    System,
    Tracked,
    Validation,
    at,
    auto_restart,
    computed,
    delete,
    derived,
    endpoint,
    get,
    key,
    optional,
    patch,
    post,
    put,
    required,
    rollback,
    trigger,
    volatile,
)
from provider_lib.systems.connector import (
    ADVICE,
    FINDABLE,
    LEADER_IS_LOST,
    MORE_THAN_NOT_FOUND,
    REFUSAL,
    WORKER_IS_BUSY,
    ConnectorFields,
    Task,
)
from provider_lib.systems.connector_consequences import OFFSETS, RESTART, connector_consequences
from provider_lib.systems.connector_flows import connector_flows
from provider_lib.systems.connector_moves import of_worker

CONFLUENT_PLATFORM = {
    r"5\.(\d+).*-c(cs|e)": r"2.\1",
    r"6\.0.*-c(cs|e)": "2.6",
    r"6\.1.*-c(cs|e)": "2.7",
    r"6\.2.*-c(cs|e)": "2.8",
    r"7\.(\d+).*-c(cs|e)": r"3.\1",
    r"8\.(\d+).*-c(cs|e)": r"4.\1",
}
"""Confluent's workers say the version of their platform. Source: its table of versions and interoperability."""

KAFKA_CONNECT = System(
    name="kafka_connect",
    title="Kafka Connect",
    settings=(
        Setting(name="url", doc="Address of a worker, e.g. `http://connect:8083`.", needed=True),
        Setting(name="username", doc="User, where the workers ask for one."),
        Setting(name="password", doc="Password of the user.", secret=True),
    ),
    auth=FirstOf((Basic("username", "password"), NoAuth())),
    errors=(
        ErrorShape(
            speaker="Kafka Connect",
            message="message",
            gone=({"error_code": "404|410", "message": MORE_THAN_NOT_FOUND},),
        ),
    ),
    starting={"message": "Not Found", "url": "(?s).+", "status": "404"},
    hints={
        401: "Set `username` and `password` of this worker in the provider block, or their variables.",
        500: "The worker's own log says more.",
    },
    pages={
        r"Ambiguous URI path [a-z]+|Suspicious Path Character": "A worker of Kafka Connect 4.0 or newer cannot reach a "
        "connector with a slash, a backslash or % in its name. One that was made before is left to an older worker."
    },
    busy=WORKER_IS_BUSY,
    lost=LEADER_IS_LOST,
    multiple=True,
    probe=get("/"),
    version=ServerVersion(call=get("/"), renumbered=CONFLUENT_PLATFORM),
)

CONNECTOR = "/connectors/{name}"
LIST = get("/connectors", query={"expand": ["info", "status"]}, since="2.3")
ALL_TASKS = {"includeTasks": "true"}
PLUGINS = get("/connector-plugins", query={"connectorsOnly": "false"})

# The web server of newer workers refuses a path in which they are encoded.
REACHABLE = Since("4.0", Pattern(r"[^/\\%]*", "free of slashes, backslashes and %"))


PREDECESSORS = (
    Predecessor(
        provider="mongey/kafka-connect",
        type="kafka-connect_connector",
        versions=(0,),
        takes={"name": "name"},
        secrets="config_sensitive",
    ),
    Predecessor(
        provider="mastercard/restapi",
        type="restapi_object",
        versions=(0,),
        takes={"name": "connector"},
        steps=(of_worker,),
    ),
    Predecessor(
        provider="magodo/restful",
        type="restful_resource",
        versions=(0, 1, 2),
        takes={"name": "connector"},
        steps=(of_worker,),
    ),
)


class AutoRestart(Nested):
    """How what fails is restarted while it is waited for."""

    attempts: int = required("How often.")
    backoff: Duration | None = optional("How long to wait before looking again; 5s when left out.")


class Connector(ConnectorFields, Resource, system=KAFKA_CONNECT, name="connector"):
    """A connector on a Kafka Connect cluster, through the REST interface of any of its workers."""

    connect: str = endpoint("Which Connect cluster: its name under `kafka_connect` in the provider block.")
    name: Annotated[str, FINDABLE, REACHABLE] = key("Name of the connector.", example="orders-sink")
    config = at(ConnectorFields.config, "info.config")
    auto_restart: AutoRestart | None = auto_restart()
    rollback_on_failure: bool = rollback()
    offsets_reset: str | None = trigger(
        "Any change forgets all offsets, so that the connector begins anew; a new connector then does not go on where "
        "one of its name left off. Where `offsets` change too, they are set afterwards. Needs Kafka Connect 3.6.",
        "reset_offsets",
        within="stopped",
        at_create=True,
    )
    offsets: Json | None = trigger(
        "Where to go on reading: a JSON list of `{partition, offset}` as the connector documents them. Set once for "
        "each new value; the connector is stopped for it and brought back. Needs Kafka Connect 3.6.",
        "alter_offsets",
        within="stopped",
        at_create=True,
        same="json",
    )
    id: str = derived("Connect cluster and name.", "{connect}/{name}")
    connector_class: str = computed("Class of the connector.", wire=r"info.config.connector\.class")
    state = at(ConnectorFields.state, "status.connector.state")
    type = at(ConnectorFields.type, "info.type")
    trace: str = volatile("Stack trace of a connector that has failed as a whole.", wire="status.connector.trace")
    tasks: list[Task] = volatile("Its tasks.", wire="status.tasks")

    api = Api(
        create=post("/connectors", body={"name": "{name}", "config": "{config}"}),
        read=Parts({"info": get(CONNECTOR), "status": get(CONNECTOR + "/status")}, written="info"),
        taken=Listing(call=get("/connectors"), match={"name": ""}),
        read_many=Listing(
            call=LIST,
            keyed=True,
            match={"name": "info.name"},
        ),
        update=put(CONNECTOR + "/config", body="{config}"),
        amend=patch(CONNECTOR + "/config", body="{config}", merge=True, since="3.8"),
        delete=delete(CONNECTOR),
        calls={
            "resume": put(CONNECTOR + "/resume", body=None),
            "pause": put(CONNECTOR + "/pause", body=None),
            "stop": put(CONNECTOR + "/stop", body=None, since="3.5"),
            "restart": post(
                CONNECTOR + "/restart",
                body=None,
                query={"includeTasks": "true", "onlyFailed": "true"},
                repeatable=True,
                since="3.0",
            ),
            "restart_all": post(CONNECTOR + "/restart", body=None, query=ALL_TASKS, repeatable=True, since="3.0"),
            "restart_task": post(CONNECTOR + "/tasks/{task}/restart", body=None, repeatable=True),
            "alter_offsets": patch(CONNECTOR + "/offsets", body={"offsets": "{offsets}"}, since="3.6"),
            "reset_offsets": delete(CONNECTOR + "/offsets", since="3.6"),
        },
    )
    lifecycle = Lifecycle(
        states={"running": "RUNNING", "paused": "PAUSED", "stopped": "STOPPED"},
        calls={"running": "resume", "paused": "pause", "stopped": "stop"},
        trace="trace",
        initial=Initial(path="initial_state", since="3.7"),
        restart="restart",
        restart_all="restart_all",
        restart_task="restart_task",
        lag=3.0,
        advice=ADVICE,
    )
    validation = Validation(
        call=put("/connector-plugins/{config[connector.class]}/config/validate", body="{config}"),
        entries="configs",
        key="value.name",
        errors="value.errors",
        type="definition.type",
        secret="PASSWORD",
        refusal=REFUSAL,
        plugins=Listing(call=get("/connector-plugins")),
        plugin_key="connector.class",
        plugin_name="class",
    )
    tracked = Tracked(
        kind="connector",
        system="kafka_connect",
        labels={"cluster": "connect", "name": "name", "id": "id", "state": "state"},
        tasks="tasks",
    )
    predecessors = PREDECESSORS
    handover = Handover(
        read=get(CONNECTOR + "/offsets", since="3.6"),
        items="offsets",
        set_by="offsets",
        forgotten_by="offsets_reset",
        kind="type",
        about={
            "sink": "It reads as the consumer group connect-{name}, from the offsets of the former group, which stays "
            "on the brokers without a member until they forget it. A group that the configuration itself names, with "
            "`consumer.override.group.id`, is the same as before.",
            "source": "The worker keeps the offsets of the former name: a connector that gets that name again goes on "
            "from there.",
        },
    )
    consequences = (*OFFSETS, *connector_consequences("connect"))
    data_flows = (Flow(way="on", to="cluster", of="connect"), *connector_flows("connect"))


class ListedConnector(Nested):
    """A connector in a list."""

    name: str = computed("Name.", wire="info.name")
    type: str = computed("Source or sink.", wire="info.type")
    connector_class: str = computed("Class of the connector.", wire=r"info.config.connector\.class")
    state: str = computed("What it is doing.", wire="status.connector.state")
    tasks: list[Task] = computed("Its tasks.", wire="status.tasks")


class Connectors(DataSource, system=KAFKA_CONNECT, name="connectors"):
    """Every connector of a Connect cluster."""

    connect: str = endpoint("Which Connect cluster.")
    connectors: list[ListedConnector] = computed("The connectors.")

    listing = Listing(call=LIST, keyed=True)
    into = "connectors"


class ListedPlugin(Nested):
    """A class that a Connect cluster can run."""

    connector_class: str = computed("Class, e.g. to put into `connector.class`.", wire="class")
    type: str = computed("Source, sink, converter and so on.")
    version: str = computed("Version of the plugin.")


class Plugins(DataSource, system=KAFKA_CONNECT, name="plugins"):
    """The classes that a Connect cluster can run."""

    connect: str = endpoint("Which Connect cluster.")
    plugins: list[ListedPlugin] = computed("The plugins.")

    listing = Listing(call=PLUGINS)
    into = "plugins"


class RestartConnector(Action, system=KAFKA_CONNECT, name="restart_connector"):
    """Restarts a connector and all its tasks (Terraform 1.14 and newer).

    Needs Kafka Connect 3.0: older workers leave the tasks alone.
    """

    connect: str = endpoint("Which Connect cluster.")
    name: str = required("Name of the connector.")

    call = post(CONNECTOR + "/restart", body=None, query=ALL_TASKS, repeatable=True, since="3.0")
    says = "Restarted connector {name}"
    consequences = RESTART
