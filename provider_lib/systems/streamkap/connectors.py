"""Sources and destinations: connectors that Streamkap runs, and what configures them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.spec import (
    Api,
    Call,
    Condition,
    DataSource,
    Flow,
    Json,
    KeyCatalog,
    Lifecycle,
    Listing,
    Nested,
    OnExists,
    Predecessor,
    Resource,
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
from provider_lib.systems.connector import ADVICE, DesiredState, Task, Timeouts
from provider_lib.systems.connector_flows import HOST, PLACES
from provider_lib.systems.streamkap.api import AT_ONCE, FOUND, PAGES, QUIET, STREAMKAP, Name
from provider_lib.systems.streamkap.consequences import BOTH, OF_DESTINATIONS, OF_SOURCES


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
