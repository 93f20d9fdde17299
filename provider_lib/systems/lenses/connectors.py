"""Kafka Connect behind the agents of environments: connectors, plugins, restarts."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Action,
    Api,
    Consequence,
    DataSource,
    Duration,
    Length,
    Lifecycle,
    Listing,
    Nested,
    NoEmptyValues,
    Parent,
    Recreate,
    Redefine,
    Resource,
    Tracked,
    Validation,
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
    wait_parent,
)
from provider_lib.systems.connector import ADVICE, FINDABLE, REFUSAL, ConnectorFields, Task
from provider_lib.systems.connector_consequences import RESTART, connector_consequences
from provider_lib.systems.connector_flows import connector_flows
from provider_lib.systems.lenses.environments import ENVIRONMENT
from provider_lib.systems.lenses.hq import LENSES, HqName

CONNECT = ENVIRONMENT + "/proxy/api/kafka-connect"
CONNECTOR = CONNECT + "/clusters/{cluster}/connectors/{name}"
AS_CODE = ENVIRONMENT + "/proxy/api/v1/resource"

AGENT = Parent(
    call=get(ENVIRONMENT),
    title="environment {environment}",
    ready="status.agent_connected",
    not_ready="The agent of environment {environment} is not connected to Lenses HQ, so nothing behind it can be "
    "reached. Start the agent with the environment's agent key, or look at its log; `wait_for_agent` waits for it.",
)


class ConnectorTask(Task):
    """A task of a connector, as the agent describes it."""

    worker = at(Task.worker, "workerId")


class Connector(ConnectorFields, Resource, system=LENSES, name="connector"):
    """A Kafka Connect connector, reached through the environment's agent.

    A changed configuration is put into the connector's definition, which Lenses calls as code, and the connector runs
    on. Where an agent has no such definition, the plan warns of it: the connector is deleted and made again under the
    same name, so its offsets are kept. When the second half fails the old configuration is put back.
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
    name: Annotated[str, FINDABLE] = key("Name of the connector.", example="orders-sink")
    config = at(ConnectorFields.config, checks=(NoEmptyValues(),))
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
        listed=Listing(call=get(CONNECT + "/connectors"), items="data", match={"cluster": "cluster", "name": "name"}),
        update=Redefine(
            read=get(AS_CODE + "/kafka/connect/{cluster}/connector/{name}"),
            write=put(AS_CODE, body=None),
            otherwise=Recreate(keeps="its offsets are kept"),
        ),
        delete=delete(CONNECTOR),
        calls={
            "resume": put(CONNECTOR + "/resume", body=None),
            "pause": put(CONNECTOR + "/pause", body=None),
            "stop": put(CONNECTOR + "/stop", body=None),
            "restart": put(CONNECTOR + "/restart", body=None),
            "restart_task": put(CONNECTOR + "/tasks/{task}/restart", body=None),
        },
        withheld=("__errors", "field"),
    )
    parent = AGENT
    lifecycle = Lifecycle(
        states={"running": "RUNNING", "paused": "PAUSED", "stopped": "STOPPED"},
        calls={"running": "resume", "paused": "pause", "stopped": "stop"},
        restart_all="restart",
        restart_task="restart_task",
        lag=3.0,
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
        place="cluster",
        plugin_place="cluster",
    )
    tracked = Tracked(
        kind="connector",
        system="lenses",
        labels={"environment": "environment", "cluster": "cluster", "name": "name", "id": "id", "state": "state"},
        tasks="tasks",
    )
    consequences = connector_consequences("environment", "cluster")
    data_flows = connector_flows("environment")


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
    consequences = RESTART


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
    consequences = (Consequence("restarts", "restarts task {task} of connector {name}", on=("invoke",)),)
