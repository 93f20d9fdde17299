"""Redpanda: the managed Kafka Connect of its data plane (v1)."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Action,
    Api,
    Bearer,
    DataSource,
    ErrorShape,
    FirstOf,
    Flow,
    Length,
    Lifecycle,
    Listing,
    Nested,
    PageToken,
    Parent,
    Parts,
    Pattern,
    Resource,
    Setting,
    System,
    TokenExchange,
    Tracked,
    at,
    computed,
    delete,
    derived,
    get,
    key,
    optional,
    post,
    put,
    required,
    volatile,
)
from provider_lib.systems.connector import (
    ADVICE,
    LEADER_IS_LOST,
    MORE_THAN_NOT_FOUND,
    WORKER_IS_BUSY,
    ConnectorFields,
    Task,
)
from provider_lib.systems.connector_consequences import RESTART, connector_consequences
from provider_lib.systems.connector_flows import connector_flows

REDPANDA = System(
    name="redpanda",
    title="Redpanda",
    settings=(
        Setting(
            name="url",
            doc="Address of the cluster's data plane: `dataplane_api.url` of the cluster.",
            needed=True,
        ),
        Setting(name="token", doc="A ready access token.", secret=True, variables=("REDPANDA_ACCESS_TOKEN",)),
        Setting(name="client_id", doc="Client id of a service account.", variables=("REDPANDA_CLIENT_ID",)),
        Setting(name="client_secret", doc="Client secret.", secret=True, variables=("REDPANDA_CLIENT_SECRET",)),
        Setting(
            name="token_url",
            doc="Where client id and secret are exchanged for a token.",
            default="https://auth.prd.cloud.redpanda.com/oauth/token",
        ),
        Setting(name="audience", doc="Audience of the token.", default="cloudv2-production.redpanda.cloud"),
    ),
    auth=FirstOf(
        (
            Bearer("token"),
            TokenExchange(
                url="{token_url}",
                send={
                    "grant_type": "client_credentials",
                    "client_id": "{client_id}",
                    "client_secret": "{client_secret}",
                    "audience": "{audience}",
                },
                form=True,
            ),
        )
    ),
    errors=(
        ErrorShape(
            speaker="Redpanda",
            message="message",
            fields="details[*].field_violations",
            field_name="field",
            field_message="description",
            gone=({"code": "NOT_FOUND|5", "message": MORE_THAN_NOT_FOUND},),
        ),
    ),
    hints={
        401: "Check `client_id` and `client_secret` (or `token`) of `redpanda` in the provider block; a token belongs "
        "to one organization.",
        403: "The service account may not do this. Give it a role on the cluster.",
    },
    busy=WORKER_IS_BUSY,
    lost=rf"{LEADER_IS_LOST}|Client\.Timeout exceeded|context deadline exceeded",
    probe=get("/v1/kafka-connect/clusters"),
)

CLUSTERS = "/v1/kafka-connect/clusters"
CLUSTER = CLUSTERS + "/{cluster}"
CONNECTOR = CLUSTER + "/connectors/{name}"
ALL_TASKS = {"include_tasks": True}
ClusterName = Annotated[str, Length(1, 128), Pattern(r"[A-Za-z0-9_-]+", "letters, digits, hyphens and underscores")]
ConnectorName = Annotated[
    str,
    Length(1, 128),
    Pattern(
        r"[!-.0-z|~]+",
        "letters, digits and most punctuation, but no spaces, slashes or braces",
    ),
]

CONNECT = Parent(
    call=get(CLUSTER, item=("cluster", "")),
    title="Connect cluster {cluster}",
    missing="error",
)


class StatusError(Nested):
    """What Redpanda read out of a stack trace."""

    type: str = computed("Error or warning.")
    title: str = computed("What is wrong.")
    content: str = computed("The line of the stack trace that says so.")


class Connector(ConnectorFields, Resource, system=REDPANDA, name="connector"):
    """A connector on the Kafka Connect cluster that Redpanda runs beside a cluster.

    The API has no call that checks a configuration, and a connector always starts running when it is made.
    """

    cluster: ClusterName = key("Connect cluster; Redpanda Cloud calls it `redpanda`.", default="redpanda")
    name: ConnectorName = key("Name of the connector.", example="orders-sink")
    config = at(ConnectorFields.config, "info.config")
    id: str = derived("Connect cluster and name.", "{cluster}/{name}")
    state = at(ConnectorFields.state, "status.holistic_state")
    type = at(ConnectorFields.type, "info.type")
    trace: str = volatile("Stack trace of a connector that has failed as a whole.", wire="status.connector.trace")
    tasks: list[Task] = volatile("Its tasks.", wire="status.tasks")
    errors: list[StatusError] = volatile("What Redpanda says is wrong with it.", wire="status.errors")

    api = Api(
        create=put(CONNECTOR + "/config", body="{config}", item=("connector", "")),
        read=Parts(
            {
                "info": get(CONNECTOR, item=("connector", "")),
                "status": get(CONNECTOR + "/status", item=("status", "")),
            },
            written="info",
        ),
        read_many=Listing(
            call=get(CLUSTER + "/connectors"),
            items="connectors",
            match={"name": "name"},
            paging=PageToken(),
        ),
        places={"cluster": Listing(call=get(CLUSTERS), items="clusters", match={"cluster": "name"})},
        update=put(CONNECTOR + "/config", body="{config}", item=("connector", "")),
        delete=delete(CONNECTOR),
        calls={
            "resume": put(CONNECTOR + "/resume", body=None),
            "pause": put(CONNECTOR + "/pause", body=None),
            "stop": put(CONNECTOR + "/stop", body=None),
            "restart": post(CONNECTOR + "/restart", body={**ALL_TASKS, "only_failed": True}, repeatable=True),
            "restart_all": post(CONNECTOR + "/restart", body={**ALL_TASKS, "only_failed": False}, repeatable=True),
        },
    )
    parent = CONNECT
    lifecycle = Lifecycle(
        states={
            "running": "CONNECTOR_HOLISTIC_STATE_HEALTHY",
            "paused": "CONNECTOR_HOLISTIC_STATE_PAUSED",
            "stopped": "CONNECTOR_HOLISTIC_STATE_STOPPED",
        },
        idle=("CONNECTOR_HOLISTIC_STATE_UNHEALTHY",),
        failed=("CONNECTOR_HOLISTIC_STATE_UNHEALTHY", "CONNECTOR_HOLISTIC_STATE_DEGRADED"),
        task_states={"running": "RUNNING", "paused": "PAUSED", "stopped": "STOPPED"},
        calls={"running": "resume", "paused": "pause", "stopped": "stop"},
        restart="restart",
        restart_all="restart_all",
        trace="trace",
        findings="errors",
        grace=20.0,
        lag=3.0,
        advice=ADVICE,
    )
    tracked = Tracked(
        kind="connector",
        system="redpanda",
        labels={"cluster": "cluster", "name": "name", "id": "id", "state": "state"},
        tasks="tasks",
    )
    consequences = connector_consequences("cluster")
    data_flows = (Flow(way="on", to="cluster", of="cluster"), *connector_flows("cluster"))


class ConnectorStatus(DataSource, system=REDPANDA, name="connector_status"):
    """How a connector and its tasks are doing."""

    cluster: ClusterName = optional("Connect cluster.", default="redpanda")
    name: ConnectorName = required("Name of the connector.")
    holistic_state: str = computed("State of connector and tasks together.")
    state: str = computed("State of the connector alone.", wire="connector.state")
    worker: str = computed("Worker that runs it.", wire="connector.worker_id")
    trace: str = computed("Stack trace of a failed connector.", wire="connector.trace")
    type: str = computed("Source or sink.")
    errors: list[StatusError] = computed("What is wrong with it.")
    tasks: list[Task] = computed("Its tasks.")

    read = get(CONNECTOR + "/status", item=("status", ""))
    parent = CONNECT


class ListedPlugin(Nested):
    """A class that a Connect cluster can run."""

    connector_class: str = computed("Class to put into `connector.class`.", wire="class")
    type: str = computed("Source or sink.")
    version: str = computed("Version of the plugin.")


class ListedCluster(Nested):
    """A Connect cluster."""

    name: str = computed("Name.")
    address: str = computed("Where its workers listen.")
    version: str = computed("Version of Kafka Connect.", wire="info.version")
    kafka_cluster_id: str = computed("Cluster it belongs to.", wire="info.kafka_cluster_id")
    plugins: list[ListedPlugin] = computed("What it can run.")


class ConnectClusters(DataSource, system=REDPANDA, name="connect_clusters"):
    """The Connect clusters of a data plane. One that is down may be missing, or be there without a name."""

    clusters: list[ListedCluster] = computed("The clusters.")

    listing = Listing(call=get(CLUSTERS), items="clusters")
    into = "clusters"


class RestartConnector(Action, system=REDPANDA, name="restart_connector"):
    """Restarts a connector and all its tasks (Terraform 1.14 and newer)."""

    cluster: ClusterName = optional("Connect cluster.", default="redpanda")
    name: ConnectorName = required("Name of the connector.")

    call = post(CONNECTOR + "/restart", body={**ALL_TASKS, "only_failed": False}, repeatable=True)
    says = "Restarted connector {name} on {cluster}"
    parent = CONNECT
    consequences = RESTART
