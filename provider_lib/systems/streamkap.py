"""Streamkap: managed sources, destinations and the pipelines between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from provider_lib.spec import (
    Api,
    Call,
    Condition,
    Consequence,
    DataSource,
    ErrorShape,
    Flow,
    Json,
    KeyCatalog,
    Length,
    Lifecycle,
    Listing,
    Live,
    Nested,
    OnExists,
    PageNumber,
    Predecessor,
    Resource,
    Setting,
    System,
    TokenExchange,
    Tracked,
    ValueTypes,
    at,
    computed,
    config_map,
    delete,
    desired_state,
    get,
    on_exists,
    optional,
    post,
    put,
    required,
    secret_env,
    secret_map,
    secret_revision,
    server_id,
    timeouts,
    volatile,
    wait_running,
)
from provider_lib.systems.connector import ADVICE, MORE_THAN_NOT_FOUND, DesiredState, Task, Timeouts
from provider_lib.systems.connector_flows import HOST, PLACES
from provider_lib.systems.streamkap_consequences import BOTH, OF_DESTINATIONS, OF_PIPELINES, OF_SOURCES

MISSING = rf"(?![\s\S]*(?i:status code|call failed)){MORE_THAN_NOT_FOUND}"
"""What it says of a missing object: nothing that its Kafka Connect said."""

STREAMKAP = System(
    name="streamkap",
    title="Streamkap",
    settings=(
        Setting(
            name="url", doc="Address of the API.", default="https://api.streamkap.com", variables=("STREAMKAP_HOST",)
        ),
        Setting(name="client_id", doc="Client id.", needed=True, variables=("STREAMKAP_CLIENT_ID",)),
        Setting(
            name="client_secret",
            doc="Secret of the client.",
            secret=True,
            needed=True,
            variables=("STREAMKAP_SECRET", "STREAMKAP_CLIENT_SECRET"),
        ),
    ),
    auth=TokenExchange(
        url="/auth/access-token",
        send={"client_id": "{client_id}", "secret": "{client_secret}"},
        token="accessToken",
        lifetime="expiresIn",
    ),
    errors=(
        ErrorShape(
            speaker="Streamkap",
            message="detail.0.msg",
            fields="detail",
            field_name="loc",
            field_below="body",
            field_message="msg",
            gone=({"detail.0.msg": MISSING},),
        ),
        ErrorShape(speaker="Streamkap", message="detail", gone=({"detail": MISSING},)),
    ),
    hints={
        401: "Check `client_id` and `client_secret` of `streamkap` in the provider block; a client belongs to one "
        "service of one tenant.",
        403: "The client may not do this. Give it a role that may.",
    },
    busy=r"KafkaConnectTimeout|timed out on all nodes|rebalance is expected",
    probe=get("/tags"),
)

QUIET = {"secret_returned": "false"}
AT_ONCE = {**QUIET, "wait": "false"}
PAGES = PageNumber(more="has_next")
FOUND = ("result.0", "")
Name = Annotated[str, Length(1)]


class ConnectorTask(Task):
    """A task of a connector, as Streamkap describes it."""

    id = at(Task.id, "$key")
    state = at(Task.state, "status")


def _config(example: Mapping[str, str]) -> Any:
    """The configuration, with an example for one kind of connector."""
    return config_map(
        "Configuration, with the keys that the API publishes for this kind of connector. Only the keys set here are "
        "managed; nothing secret belongs here. A value is sent as what the API says that the "
        "key takes, be it a boolean, a number or a list; lists and objects are written as JSON.",
        null_removed=True,
        hides_secrets=True,
        typed=True,
        example=example,
    )


class ConnectorFields:
    """Fields of a source or a destination."""

    name: Name = required("Name; no other of the same kind may have it.", example="orders")
    connector: Name = required(
        "Kind of connector, as the API calls it: `postgresql`, `mysql`, `snowflake` and so on.",
        immutable=True,
        example="postgresql",
    )
    config: dict[str, str] = _config(
        {
            "database.hostname.user.defined": "db.example.com",
            "database.port.user.defined": "5432",
            "database.user": "streamkap",
            "database.dbname": "shop",
            "schema.include.list": "public",
            "table.include.list.user.defined": "public.orders",
        }
    )
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config", example={"database.password": "ORDERS_DB_PASSWORD"})
    desired_state: DesiredState = desired_state(
        sent_as="desired_state", send={"running": "Active", "paused": "Paused", "stopped": "Stopped"}
    )
    kc_cluster_id: str | None = optional("Connect cluster that runs it; the default one when left out.")
    tags: set[str] | None = optional("Ids of its tags.", removed_as=[], refers_to="sluice_streamkap_tag.id")
    wait_for_running: bool = wait_running()
    timeouts: Timeouts | None = timeouts()
    on_exists: OnExists = on_exists()
    secret_revision: int = secret_revision()
    id: str = server_id("Id that Streamkap gave it.")
    state: str = volatile("What it is doing, in Streamkap's words.", wire="connector_status")
    tasks: list[ConnectorTask] = volatile("Its tasks.", wire="task_statuses")
    topics: list[str] = volatile("Topics it reads or writes.")
    created_at: str = computed("When it was made.", wire="created_timestamp")


LIFECYCLE = Lifecycle(
    states={"running": "Active", "paused": "Paused", "stopped": "Stopped"},
    failed=("Broken",),
    task_states={"running": "RUNNING", "paused": "PAUSED", "stopped": "STOPPED"},
    tasks_within=0.0,
    turns={"running": "resume", "paused": "pause"},
    restart_all="restart",
    advice=ADVICE,
)


def _connector_api(collection: str) -> Api:
    """The calls of sources and destinations, which differ only in where they lie."""
    one = collection + "/{id}"
    return Api(
        create=post(collection, query=AT_ONCE, adds={"created_from": "terraform"}),
        read=get(one, query=QUIET, item=FOUND),
        read_many=Listing(call=get(collection, query=QUIET), items="result", match={"id": "id"}, paging=PAGES),
        find=Listing(
            call=get(collection, query={**QUIET, "partial_name": "{name}"}),
            items="result",
            match={"name": "name", "connector": "connector"},
            paging=PAGES,
        ),
        taken=Listing(
            call=get(collection, query=QUIET),
            items="result",
            match={"name": "name", "connector": "connector"},
            paging=PAGES,
        ),
        update=put(one, query=AT_ONCE),
        delete=delete(one, query={"wait": "false"}),
        delete_takes_time=True,
        calls={action: post(f"{one}/actions/{action}", body=None) for action in ("pause", "resume", "restart")},
    )


def _schema_call(collection: str) -> Call:
    return get(collection + "/connectors", query={"connector_code": "{connector}"})


TYPES = ValueTypes(
    control="value.control",
    booleans=("boolean", "toggle"),
    numbers=("number", "slider"),
    lists=("multi-select",),
    documents=("json",),
    texts=("topics.config.map",),
)
"""Types of the values. A map of topics is a text of JSON, by the vendor's own Terraform provider."""


def _catalog(collection: str, thing: str) -> KeyCatalog:
    """The keys that the API publishes for each kind of source or destination."""
    return KeyCatalog(
        call=_schema_call(collection),
        entries="config",
        name="name",
        settable="user_defined",
        required="required",
        default="value.default",
        description="description",
        values="value.raw_values",
        value="value",
        conditions="conditions",
        condition=Condition(gate="config", value="value", operator="operator", equal="EQ", unequal="NE", among="IN"),
        secret="encrypt",
        types=TYPES,
        title=thing + " of kind {connector}",
        kind="connector",
        kinds=Listing(call=get(collection + "/connectors"), keyed=True),
        kind_name="connector",
    )


def _tracked() -> Tracked:
    return Tracked(
        kind="connector",
        system="streamkap",
        labels={"name": "name", "id": "id", "state": "state"},
        tasks="tasks",
    )


class Source(ConnectorFields, Resource, system=STREAMKAP, name="source"):
    """A source: a database or service that Streamkap reads changes from."""

    api = _connector_api("/sources")
    identity = ("id",)
    known_as = ("name",)
    lifecycle = LIFECYCLE
    validation = _catalog("/sources", "source")
    tracked = _tracked()
    predecessors = (
        Predecessor(
            provider="streamkap-com/streamkap", type=r"streamkap_source_\w+", versions=(0,), takes={"id": "id"}
        ),
    )
    consequences = (*OF_SOURCES, *BOTH)
    data_flows = (
        Flow(way="in", to="system", of="config", keys=PLACES, names=HOST),
        Flow(way="out", to="topic", of="topics"),
    )


class Destination(ConnectorFields, Resource, system=STREAMKAP, name="destination"):
    """A destination: where Streamkap writes to."""

    name: Name = required("Name; no other destination may have it.", example="warehouse")
    connector: Name = required(
        "Kind of connector, as the API calls it: `snowflake`, `clickhouse`, `postgresql` and so on.",
        immutable=True,
        example="snowflake",
    )
    config: dict[str, str] = _config(
        {
            "snowflake.url.name": "acme.snowflakecomputing.com",
            "snowflake.user.name": "loader",
            "snowflake.private.key.passphrase.secured": "false",
            "snowflake.database.name": "SHOP",
            "snowflake.schema.name": "ORDERS",
        }
    )
    secret_env: dict[str, str] | None = secret_env("config", example={"snowflake.private.key": "SNOWFLAKE_KEY"})

    api = _connector_api("/destinations")
    identity = ("id",)
    known_as = ("name",)
    lifecycle = LIFECYCLE
    validation = _catalog("/destinations", "destination")
    tracked = _tracked()
    predecessors = (
        Predecessor(
            provider="streamkap-com/streamkap", type=r"streamkap_destination_\w+", versions=(0,), takes={"id": "id"}
        ),
    )
    consequences = (*OF_DESTINATIONS, *BOTH)
    data_flows = (Flow(way="out", to="system", of="config", keys=PLACES, names=HOST),)


class PipelineSource(Nested):
    """The source of a pipeline."""

    id: str = required("Its id.", refers_to="sluice_streamkap_source.id")
    name: str = required("Its name.", refers_to="sluice_streamkap_source.name")
    connector: str = required("Its kind.", refers_to="sluice_streamkap_source.connector")
    topics: list[str] = required("Topics that the pipeline takes from it.", example=["public.orders"])


class PipelineDestination(Nested):
    """The destination of a pipeline."""

    id: str = required("Its id.", refers_to="sluice_streamkap_destination.id")
    name: str = required("Its name.", refers_to="sluice_streamkap_destination.name")
    connector: str = required("Its kind.", refers_to="sluice_streamkap_destination.connector")


class Pipeline(Resource, system=STREAMKAP, name="pipeline"):
    """A pipeline: topics of a source, written to a destination."""

    name: Name = required("Name; no other pipeline may have it.", example="orders-to-warehouse")
    source: PipelineSource = required("Where it reads.")
    destination: PipelineDestination = required("Where it writes.")
    snapshot_new_tables: bool = optional("Whether tables that come later are read whole.", default=False)
    tags: set[str] | None = optional("Ids of its tags.", removed_as=[], refers_to="sluice_streamkap_tag.id")
    on_exists: OnExists = on_exists()
    id: str = server_id("Id that Streamkap gave it.")

    api = Api(
        create=post("/pipelines", query=AT_ONCE, adds={"created_from": "terraform"}),
        read=get("/pipelines/{id}", query=QUIET, item=FOUND),
        read_many=Listing(call=get("/pipelines", query=QUIET), items="result", match={"id": "id"}, paging=PAGES),
        find=Listing(
            call=get("/pipelines", query={**QUIET, "partial_name": "{name}"}),
            items="result",
            match={"name": "name"},
            paging=PAGES,
        ),
        taken=Listing(call=get("/pipelines", query=QUIET), items="result", match={"name": "name"}, paging=PAGES),
        update=put(
            "/pipelines/{id}",
            query=AT_ONCE,
            keeps=("transforms", "topic_auto_discovery_transforms", "periodic_audit"),
        ),
        delete=delete("/pipelines/{id}", query={"wait": "false"}),
    )
    identity = ("id",)
    known_as = ("name",)
    predecessors = (
        Predecessor(provider="streamkap-com/streamkap", type="streamkap_pipeline", versions=(0,), takes={"id": "id"}),
    )
    live = Live()
    consequences = OF_PIPELINES
    data_flows = (
        Flow(way="in", to="topic", of="source", keys="topics"),
        Flow(way="in", to="object", of="source"),
        Flow(way="out", to="object", of="destination"),
    )


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


class Tag(Resource, system=STREAMKAP, name="tag"):
    """A tag that sources, destinations and pipelines can carry."""

    name: Name = required("Name; no other tag may have it.", example="orders")
    type: set[TagType] = required("What it may be put on.", example=["sources", "pipelines"])
    description: str | None = optional("What it stands for.", removed_as="", example="Everything about orders")
    on_exists: OnExists = on_exists()
    id: str = server_id("Id that Streamkap gave it.")

    api = Api(
        create=post("/tags"),
        read=get("/tags", query={"tag_ids": "{id}"}, item=("tags.0", "result.0", "0")),
        listed=Listing(call=get("/tags"), items="tags", match={"id": "id"}),
        find=Listing(call=get("/tags", query={"tag_name": "{name}"}), items="tags", match={"name": "name"}),
        update=put("/tags/{id}"),
        delete=delete("/tags/{id}"),
        echoes=True,
    )
    identity = ("id",)
    known_as = ("name",)
    predecessors = (
        Predecessor(provider="streamkap-com/streamkap", type="streamkap_tag", versions=(0,), takes={"id": "id"}),
    )
    consequences = (
        Consequence("safe", "is made", on=("create",)),
        Consequence("safe", "is deleted and made again: what carries it loses it", on=("replace",)),
        Consequence("safe", "is deleted: what carries it loses it", on=("delete",)),
        Consequence("safe", "changes; what carries it goes on"),
    )


class SourceData(DataSource, system=STREAMKAP, name="source"):
    """A source that is managed elsewhere."""

    id: str = required("Its id.")
    name: str = computed("Its name.")
    connector: str = computed("Its kind.")
    state: str = computed("What it is doing.", wire="connector_status")
    topics: list[str] = computed("Topics it writes.")
    tags: list[str] = computed("Ids of its tags.")
    created_at: str = computed("When it was made.", wire="created_timestamp")

    read = get("/sources/{id}", query=QUIET, item=FOUND)


class ConnectorKind(Nested):
    """A kind of source and the keys that configure it."""

    code: str = computed("What goes into `connector`.", wire="connector")
    display_name: str = computed("Its name in prose.")
    description: str = computed("What it is for.")
    config: Json = computed("Definitions of its configuration keys, as JSON.")


class ConnectorSchema(DataSource, system=STREAMKAP, name="connector_schema"):
    """What configures a kind of source."""

    connector: str = required("Kind of source.", example="postgresql")
    kinds: list[ConnectorKind] = computed("The kinds found: one, unless the API knows none of that name.")

    listing = Listing(call=_schema_call("/sources"), keyed=True)
    into = "kinds"
