"""A connector on a Kafka Connect worker in the desired state: from the start, after a change, after a failure."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CLUSTER, CONNECTOR, calls, connector, sink, states, worker
from tests.core import Workspace
from tests.diagnostics import Said, error

TRACE = "org.example.DriverException: FATAL: no such database\n\tat org.example.Driver.connect(Driver.java:1)"
FAILS = {"sandbox.fail.task": "0", "sandbox.fail.trace": TRACE}
MEND = "Mend what the trace names and apply again; `wait_for_running = false` applies without waiting."


def test_a_connector_that_has_nothing_to_do_yet_is_deployed_with_a_warning(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector({"sandbox.tasks": "0"}, timeouts={"create": "4s"})})
    run = workspace.apply()
    assert "kafka connect connector default/lines runs, but has no task" in run.problem()
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"
    assert workspace.plan().changes == {}


def restarts(sandbox: Sandbox) -> list[str]:
    """The queries of the restarts that were asked for."""
    return [call["query"] for call in calls(sandbox, "POST", "/lines/restart")]


@pytest.mark.parametrize("version", ["3.7.0", "3.9.0"])
@pytest.mark.parametrize(("desired", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_a_connector_that_is_made_at_rest_never_runs(
    workspace: Workspace, sandbox: Sandbox, version: str, desired: str, state: str
) -> None:
    sandbox.admin.switch(kafka_connect={"version": version})
    workspace.write({CONNECTOR: connector(desired_state=desired)})
    workspace.apply()
    assert set(states(sandbox)) == {state}
    assert workspace.state()[CONNECTOR]["state"] == state
    assert workspace.plan().changes == {}


@pytest.mark.parametrize(("desired", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_a_connector_is_brought_to_rest_just_after_its_making_where_a_worker_cannot_make_it_at_rest(
    workspace: Workspace, sandbox: Sandbox, desired: str, state: str
) -> None:
    sandbox.admin.switch(kafka_connect={"version": "3.6.1"})
    workspace.write({CONNECTOR: connector(desired_state=desired)})
    workspace.apply()
    [create] = calls(sandbox, "POST", "/connectors")
    assert create["body_keys"] == ["name", "config"]
    assert states(sandbox)[-1] == state
    assert workspace.state()[CONNECTOR]["state"] == state
    assert workspace.plan().changes == {}


@pytest.mark.parametrize(("desired", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_a_connector_gets_into_the_desired_state_and_back(
    workspace: Workspace, sandbox: Sandbox, desired: str, state: str
) -> None:
    sandbox.admin.switch(connect={"change_after_ms": 150, "tasks_change_after_ms": 150})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.write({CONNECTOR: connector(desired_state=desired)})
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == state
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    after = workspace.state()[CONNECTOR]
    assert (after["state"], [task["state"] for task in after["tasks"]]) == ("RUNNING", ["RUNNING"])
    assert workspace.plan().changes == {}


def test_a_pause_made_elsewhere_shows_as_drift_and_is_mended(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    with worker(sandbox) as other:
        other.put("/connectors/lines/pause").raise_for_status()
    assert workspace.plan().difference(CONNECTOR)["desired_state"] == ("paused", "running")
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"


def test_a_failure_made_elsewhere_is_shown_and_is_no_change(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    sandbox.admin.force_state(CLUSTER, "lines", "FAILED", task=0, trace=TRACE)
    assert workspace.plan().changes == {}
    workspace.run("apply", "-refresh-only", "-auto-approve", "-no-color")
    [task] = workspace.state()[CONNECTOR]["tasks"]
    assert (task["state"], task["trace"]) == ("FAILED", TRACE)


def test_a_task_that_fails_is_told_with_its_trace(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector(FAILS)})
    assert error(workspace, "apply") == Said(
        "kafka connect connector default/lines failed: task 0 is FAILED", f"{TRACE}\n\n{MEND}", CONNECTOR
    )
    assert restarts(sandbox) == []
    assert workspace.tainted() == {CONNECTOR}


def test_a_connector_that_fails_as_a_whole_is_told_with_its_trace(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector({"sandbox.fail.start": TRACE})})
    assert error(workspace, "apply") == Said(
        "kafka connect connector default/lines failed", f"{TRACE}\n\n{MEND}", CONNECTOR
    )
    workspace.run("apply", "-refresh-only", "-auto-approve", "-no-color")
    state = workspace.state()[CONNECTOR]
    assert (state["state"], state["trace"], state["tasks"]) == ("FAILED", TRACE, [])


def test_a_change_after_which_a_task_fails_is_waited_for_until_it_is_well(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.write({CONNECTOR: connector(FAILS)})
    failed = error(workspace, "apply")
    assert failed.summary == "kafka connect connector default/lines failed: task 0 is FAILED"
    written = len(calls(sandbox, "PUT", "/lines/config") + calls(sandbox, "PATCH", "/lines/config"))
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    assert workspace.plan().difference(CONNECTOR).keys() == {"state", "tasks", "trace"}
    assert error(workspace, "apply") == failed
    assert len(calls(sandbox, "PUT", "/lines/config") + calls(sandbox, "PATCH", "/lines/config")) == written
    sandbox.admin.force_state(CLUSTER, "lines", "RUNNING", task=0)
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_task_that_fails_is_nobodys_concern_without_a_wait(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector(FAILS, wait_for_running=False)})
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_task_that_fails_at_first_is_restarted_as_often_as_allowed(workspace: Workspace, sandbox: Sandbox) -> None:
    restart = {"attempts": 3, "backoff": "200ms"}
    workspace.write({CONNECTOR: connector({**FAILS, "sandbox.fail.times": "2"}, auto_restart=restart)})
    workspace.apply()
    assert restarts(sandbox) == ["includeTasks=true&onlyFailed=true"] * 2
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"
    assert workspace.plan().changes == {}


def test_a_task_that_still_fails_after_the_last_restart_is_an_error(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector(FAILS, auto_restart={"attempts": 2, "backoff": "200ms"})})
    said = error(workspace, "apply")
    assert said.summary == "kafka connect connector default/lines failed: task 0 is FAILED"
    assert TRACE in said.detail
    assert len(restarts(sandbox)) == 2


def test_a_connector_that_does_not_get_running_in_time_is_an_error(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 60_000})
    workspace.write({CONNECTOR: connector(timeouts={"create": "1s"})})
    assert error(workspace, "apply") == Said(
        "kafka connect connector default/lines was not running in time",
        "Look at its tasks and at the worker's log, or allow more time in `timeouts`.\n\nThe last look saw: no state",
        CONNECTOR,
    )
    assert workspace.tainted() == {CONNECTOR}


@pytest.mark.parametrize("shown_as", [None, "********"])
@pytest.mark.parametrize("where", ["config", "secret_config"])
def test_a_change_after_which_a_task_fails_is_taken_back_when_asked_for(
    workspace: Workspace, sandbox: Sandbox, where: str, shown_as: str | None
) -> None:
    sandbox.admin.switch(kafka_connect={"secrets_shown_as": shown_as})
    password = {"connection.password": "hunter22"}

    def orders(config: dict[str, str]) -> dict[str, Any]:
        if where == "config":
            return sink(config | password, rollback_on_failure=True)
        return sink(config, secret_config=password, rollback_on_failure=True)

    workspace.write({CONNECTOR: orders({})})
    workspace.apply()
    before = sandbox.admin.connector(CLUSTER, "orders")["config"]
    kept = workspace.state()[CONNECTOR]["config"]
    workspace.write({CONNECTOR: orders({"topics": "payments", **FAILS})})
    assert error(workspace, "apply") == Said(
        "kafka connect connector default/orders failed: task 0 is FAILED",
        f"The former configuration was put back and is in force.\n\n{TRACE}\n\n{MEND}",
        CONNECTOR,
    )
    assert sandbox.admin.connector(CLUSTER, "orders")["config"] == before
    assert before["connection.password"] == "hunter22"
    assert workspace.state()[CONNECTOR]["config"] == kept
    workspace.write({CONNECTOR: orders({})})
    assert workspace.plan().changes == {}


def test_a_change_after_which_a_task_fails_stays_unless_asked_for(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.write({CONNECTOR: connector({"topic": "rows", **FAILS})})
    assert TRACE in error(workspace, "apply").detail
    assert sandbox.admin.connector(CLUSTER, "lines")["config"]["topic"] == "rows"
    assert workspace.state()[CONNECTOR]["config"]["topic"] == "rows"
