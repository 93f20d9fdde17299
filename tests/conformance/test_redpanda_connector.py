"""A connector on Redpanda's Kafka Connect: what its API answers, and what that means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.redpanda import (
    CLUSTER,
    CLUSTERS,
    CONNECTOR,
    CONNECTORS,
    FILE_SOURCE,
    JDBC_SINK,
    LINES,
    api,
    calls,
    connector,
)
from tests.core import Workspace
from tests.diagnostics import Said, error, errors

TRACE = "org.example.DriverException: FATAL: no such database\n\tat org.example.Driver.connect(Driver.java:1)"
MEND = "Mend what the trace names and apply again; `wait_for_running = false` applies without waiting."
REBALANCE = {
    "code": "ALREADY_EXISTS",
    "message": "Cannot complete request because of a conflicting operation (e.g. worker rebalance)",
}


def in_force(sandbox: Sandbox) -> dict[str, str]:
    """The configuration that the worker has."""
    config: dict[str, str] = sandbox.admin.connector(CLUSTER, "lines")["config"]
    return config


@pytest.mark.parametrize("answers", ["wrapped", "bare"])
def test_answers_are_read_as_the_server_gives_them_and_as_the_documents_do(
    workspace: Workspace, sandbox: Sandbox, answers: str
) -> None:
    sandbox.admin.switch(redpanda={"answers": answers})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    state = workspace.state()[CONNECTOR]
    assert (state["id"], state["state"], state["type"], [task["state"] for task in state["tasks"]]) == (
        "redpanda/lines",
        "CONNECTOR_HOLISTIC_STATE_HEALTHY",
        "source",
        ["RUNNING"],
    )
    assert workspace.plan().changes == {}
    workspace.write({CONNECTOR: connector({"topic": "rows"})})
    workspace.apply()
    assert in_force(sandbox) == {**connector({"topic": "rows"})["config"], "name": "lines"}
    workspace.run("apply", "-auto-approve", "-replace", CONNECTOR)
    workspace.run("state", "rm", CONNECTOR)
    workspace.run("import", "-no-color", CONNECTOR, "redpanda/lines")
    assert workspace.plan().changes == {}
    workspace.destroy()
    assert in_force(sandbox) is None


def test_a_connector_has_no_tasks_at_first_and_that_is_no_failure(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"tasks_after_ms": 1200})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "CONNECTOR_HOLISTIC_STATE_HEALTHY"


@pytest.mark.parametrize(
    ("rehearsed", "found"),
    [
        ({"sandbox.fail.task": "0", "sandbox.fail.trace": TRACE}, "failed: task 0 is FAILED"),
        ({"sandbox.fail.start": TRACE}, "failed"),
    ],
)
def test_a_failure_is_told_at_once_with_its_trace(workspace: Workspace, rehearsed: dict[str, str], found: str) -> None:
    workspace.write({CONNECTOR: connector(rehearsed)})
    assert error(workspace, "apply") == Said(
        f"redpanda connector redpanda/lines {found}", f"{TRACE}\n\n{MEND}", CONNECTOR
    )
    assert workspace.tainted() == {CONNECTOR}


def test_a_connector_that_has_nothing_to_do_yet_is_deployed_with_a_warning_in_redpanda_s_words(
    workspace: Workspace,
) -> None:
    workspace.write({CONNECTOR: connector({"sandbox.tasks": "0"}, timeouts={"create": "4s"})})
    run = workspace.apply()
    assert "redpanda connector redpanda/lines runs, but has no task" in run.problem()
    said = "Connector lines is in unhealthy state: Connector lines is in running state but has no tasks."
    assert f"{said} It may have nothing to do yet" in run.problem()
    assert workspace.plan().changes == {}


@pytest.mark.parametrize(("desired", "word"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_a_connector_gets_into_the_desired_state_and_back(
    workspace: Workspace, sandbox: Sandbox, desired: str, word: str
) -> None:
    sandbox.admin.switch(connect={"change_after_ms": 150, "tasks_change_after_ms": 300})
    workspace.write({CONNECTOR: connector(desired_state=desired)})
    workspace.apply()
    state = workspace.state()[CONNECTOR]
    assert state["state"] == f"CONNECTOR_HOLISTIC_STATE_{word}"
    assert {task["state"] for task in state["tasks"]} <= {word}
    assert workspace.plan().changes == {}
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "CONNECTOR_HOLISTIC_STATE_HEALTHY"
    with api(sandbox) as other:
        other.put(f"{LINES}/{desired.replace('paused', 'pause').replace('stopped', 'stop')}").raise_for_status()
        for _ in range(100):
            if other.get(f"{LINES}/status").json()["status"]["holistic_state"].endswith(word):
                break
    assert workspace.plan().difference(CONNECTOR)["desired_state"] == (desired, "running")


def test_an_empty_list_while_the_worker_is_down_is_never_a_deletion(using: Using, sandbox: Sandbox) -> None:
    workspace = using(SLUICE_REDPANDA_MAX_RETRIES="0")
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    before = (workspace.folder / "terraform.tfstate").read_bytes()
    sandbox.admin.switch(redpanda={"worker": "down"})
    assert error(workspace) == Said(
        'Redpanda could not read redpanda connector redpanda/lines: Get "http://sandbox:8083/connectors/lines": '
        "dial tcp: connect: connection refused (500)",
        f"GET {LINES} was answered with 500, request id ID.",
        CONNECTOR,
    )
    assert (workspace.folder / "terraform.tfstate").read_bytes() == before
    sandbox.admin.switch(redpanda={"worker": "up"})
    assert workspace.plan().changes == {}


def test_an_unknown_cluster_is_an_error_and_never_a_deletion(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    before = (workspace.folder / "terraform.tfstate").read_bytes()
    sandbox.admin.switch(redpanda={"connect_clusters": ["other"]})
    said = error(workspace)
    assert said.summary == "Connect cluster redpanda is not there"
    assert (workspace.folder / "terraform.tfstate").read_bytes() == before


def test_a_connector_that_vanished_is_planned_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    with api(sandbox) as other:
        other.delete(LINES).raise_for_status()
    assert workspace.plan().changes == {CONNECTOR: ["create"]}


def test_connectors_are_refreshed_by_a_page_for_each_hundred(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    workspace.write({CONNECTOR: connector(name="lines-${count.index}", count=101, wait_for_running=False)})
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    assert [call["path"].removeprefix("/redpanda") for call in sandbox.admin.requests()] == [
        "/oauth/token",
        CONNECTORS,
        CONNECTORS,
    ]


def test_a_conflict_that_is_a_rebalance_is_waited_out(workspace: Workspace, sandbox: Sandbox) -> None:
    for method, path in (("PUT", "/config$"), ("DELETE", "/lines$")):
        sandbox.admin.fault("status", method=method, path=path, status=409, body=REBALANCE, count=3)
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.destroy()
    assert [call["status"] for call in calls(sandbox, "PUT")] == [409, 409, 409, 201]
    assert [call["status"] for call in calls(sandbox, "DELETE")] == [409, 409, 409, 204]


def test_a_connector_that_exists_is_not_overwritten(workspace: Workspace, sandbox: Sandbox) -> None:
    theirs = connector({"topic": "theirs"})["config"]
    with api(sandbox) as other:
        other.put(f"{LINES}/config", json=theirs).raise_for_status()
    workspace.write({CONNECTOR: connector()})
    said = error(workspace, "apply")
    assert said.summary == "redpanda connector redpanda/lines exists already"
    assert 'id = "redpanda/lines"' in said.detail
    assert in_force(sandbox)["topic"] == "theirs"
    workspace.write({CONNECTOR: connector(on_exists="adopt")})
    workspace.apply()
    assert in_force(sandbox)["topic"] == "lines"
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("message", ["internal server error", "request to the worker timed out"])
def test_a_create_that_was_answered_with_an_error_and_took_place_is_a_create(
    workspace: Workspace, sandbox: Sandbox, message: str
) -> None:
    body = {"code": "INTERNAL", "message": message}
    sandbox.admin.fault("status", method="PUT", path="/config$", status=500, body=body, carried_out=True)
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "CONNECTOR_HOLISTIC_STATE_HEALTHY"
    assert workspace.tainted() == set()
    assert workspace.plan().changes == {}


def test_a_create_that_was_answered_with_an_error_and_did_not_take_place_is_an_error(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    body = {"code": "INTERNAL", "message": "internal server error"}
    sandbox.admin.fault("status", method="PUT", path="/config$", status=500, body=body)
    workspace.write({CONNECTOR: connector()})
    assert error(workspace, "apply").summary == (
        "Redpanda could not create redpanda connector redpanda/lines: internal server error (500)"
    )
    assert workspace.state() == {}


def test_a_create_that_the_worker_has_no_time_for_is_sent_again(workspace: Workspace, sandbox: Sandbox) -> None:
    body = {"code": "INTERNAL", "message": "Client.Timeout exceeded while awaiting headers"}
    sandbox.admin.fault("status", method="PUT", path="/config$", status=500, body=body)
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert [call["status"] for call in calls(sandbox, "PUT")] == [500, 201]


def test_a_refusal_that_only_speaks_of_a_time_out_is_not_waited_out(workspace: Workspace, sandbox: Sandbox) -> None:
    message = "Invalid value soon for configuration rebalance.timeout.ms: Not a number of type INT"
    body = {"code": "INVALID_ARGUMENT", "message": message}
    sandbox.admin.fault("status", method="PUT", path="/config$", status=400, body=body)
    workspace.write({CONNECTOR: connector()})
    assert message in error(workspace, "apply").summary
    assert [call["status"] for call in calls(sandbox, "PUT")] == [400]


def test_a_configuration_that_the_worker_refuses_is_told_in_its_words(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector({"batch.size": "many"})})
    said = error(workspace, "apply")
    assert said.summary.startswith("Redpanda refused to create redpanda connector redpanda/lines: ")
    assert "Invalid value many for configuration batch.size: Not a number of type INT" in said.summary
    assert workspace.state() == {}


REWRITTEN: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a sink without topics": (
        {"connector.class": JDBC_SINK, "connection.url": "jdbc:postgresql://db/orders"},
        {"topics.regex": "__TOPICS_REGEX_PLACEHOLDER"},
    ),
    "MirrorMaker": (
        {
            "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
            "source.cluster.alias": "old",
            "source.cluster.bootstrap.servers": "old:9092",
            "source.cluster.security.protocol": "SASL_SSL",
            "security.protocol": "SASL_SSL",
            "topics": "orders",
        },
        {"source.cluster.ssl.truststore.type": "PEM"},
    ),
    "MongoDB": (
        {
            "connector.class": "com.mongodb.kafka.connect.MongoSinkConnector",
            "connection.url": "mongodb://loader@mongo:27017",
            "database": "shop",
            "topics": "orders",
        },
        {"connection.url": "mongodb://mongo:27017", "connection.uri": "mongodb://mongo:27017"},
    ),
    "Debezium for PostgreSQL": (
        {
            "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
            "tasks.max": "4",
            "topic.prefix": "shop",
            "database.hostname": "db",
            "database.user": "debezium",
            "database.dbname": "shop",
        },
        {"tasks.max": "1"},
    ),
}


@pytest.mark.parametrize("case", REWRITTEN)
def test_what_redpanda_makes_of_a_configuration_is_no_drift(workspace: Workspace, sandbox: Sandbox, case: str) -> None:
    config, made_of_it = REWRITTEN[case]
    workspace.write({CONNECTOR: {"name": "lines", "config": config}})
    workspace.apply()
    assert made_of_it.items() <= in_force(sandbox).items()
    assert workspace.plan().changes == {}


def test_what_somebody_else_makes_of_a_configuration_is_drift(workspace: Workspace, sandbox: Sandbox) -> None:
    config, _ = REWRITTEN["MongoDB"]
    workspace.write({CONNECTOR: {"name": "lines", "config": config}})
    workspace.apply()
    elsewhere = {"connection.url": "mongodb://elsewhere:27017"}
    with api(sandbox) as other:
        other.put(f"{LINES}/config", json=config | elsewhere).raise_for_status()
    assert workspace.plan().difference(CONNECTOR)["config"] == (config | elsewhere, config)
    workspace.apply()
    assert in_force(sandbox)["connection.url"] == "mongodb://mongo:27017"
    assert workspace.plan().changes == {}


def test_the_names_of_over_long_and_odd_connectors_are_refused_before_anything_is_asked(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write(
        {
            "sluice_redpanda_connector.long": connector(name="x" * 129),
            "sluice_redpanda_connector.odd": connector(name="orders/sink 1"),
            "sluice_redpanda_connector.cluster": connector(cluster="red.panda"),
        }
    )
    letters = "letters, digits and most punctuation, but no spaces, slashes or braces"
    assert {said.address.rpartition(".")[2]: said.summary for said in errors(workspace)} == {
        "long": "name must be 1 to 128 characters long, this one has 129",
        "odd": f"name 'orders/sink 1' must be {letters}",
        "cluster": "cluster 'red.panda' must be letters, digits, hyphens and underscores",
    }
    assert sandbox.admin.requests() == []


@pytest.mark.parametrize("name", ["orders!#$&(b", 'a"`~|b', "a@[]^_b+c,d;e=f"])
def test_a_name_may_have_all_the_punctuation_that_the_api_takes(
    workspace: Workspace, sandbox: Sandbox, name: str
) -> None:
    workspace.write({CONNECTOR: connector(name=name)})
    workspace.apply()
    assert workspace.plan().changes == {}
    workspace.destroy()
    with api(sandbox) as other:
        assert other.get(CONNECTORS).json()["connectors"] == []


def test_a_restart_says_what_to_restart(workspace: Workspace, sandbox: Sandbox) -> None:
    restart = {"sluice_redpanda_restart_connector": {"now": {"config": {"name": "lines"}}}}
    trigger = {
        "action_trigger": {"events": ["after_update"], "actions": ["action.sluice_redpanda_restart_connector.now"]}
    }
    workspace.write({CONNECTOR: connector()}, action=restart)
    workspace.apply()
    workspace.write({CONNECTOR: connector({"topic": "rows"}, lifecycle=trigger)}, action=restart)
    workspace.apply()
    [call] = calls(sandbox, "POST", "/lines/restart")
    assert (call["status"], call["body_keys"]) == (204, ["include_tasks", "only_failed"])


def test_the_secret_parts_of_a_configuration_are_kept_nowhere(workspace: Workspace, sandbox: Sandbox) -> None:
    variable = {"variable": {"secret": {"ephemeral": True, "sensitive": True}}}
    workspace.write({CONNECTOR: connector(secret_config={"db.password": "${var.secret}"})}, **variable)
    workspace.run("apply", "-auto-approve", TF_VAR_secret="hunter22")
    assert in_force(sandbox)["db.password"] == "hunter22"
    plan = workspace.plan(TF_VAR_secret="hunter22")
    assert plan.changes == {}
    assert workspace.plan(TF_VAR_secret="hunter33").difference(CONNECTOR)["secret_revision"] == (1, 2)
    assert "hunter" not in (workspace.folder / "terraform.tfstate").read_text() + json.dumps(plan.json)


def test_clusters_are_listed_with_what_they_can_run(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({"data.sluice_redpanda_connect_clusters.all": {}})
    workspace.apply()
    [cluster] = workspace.state()["data.sluice_redpanda_connect_clusters.all"]["clusters"]
    assert (cluster["name"], cluster["version"]) == ("redpanda", "3.9.0")
    assert FILE_SOURCE in [plugin["connector_class"] for plugin in cluster["plugins"]]
    assert [call["path"] for call in calls(sandbox, "GET")] == [f"/redpanda{CLUSTERS}"]


def test_a_connector_that_only_still_seems_to_be_healthy_after_a_change_is_no_success(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(connect={"change_after_ms": 1000})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.write({CONNECTOR: connector({"sandbox.fail.task": "0", "sandbox.fail.trace": TRACE})})
    said = error(workspace, "apply")
    assert said.summary == "redpanda connector redpanda/lines failed: task 0 is FAILED"
    assert said.detail.startswith("org.example.DriverException: FATAL: no such database")
