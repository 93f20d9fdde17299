"""The status of connectors on Redpanda: every word that stands for a connector and its tasks together."""

from __future__ import annotations

from typing import Any

from provider_lib.sandbox.server import Sandbox
from tests.conformance.redpanda import CLUSTER, CONNECTORS, api, connector
from tests.core import Workspace
from tests.diagnostics import Said, error

STATUS = "data.sluice_redpanda_connector_status"
TRACE = "org.example.DriverException: FATAL\n\tat org.example.Driver"
RUNS = "RUNNING"
STATES = {
    "healthy": (RUNS, [RUNS, RUNS]),
    "unhealthy": ("FAILED", [RUNS, RUNS]),
    "unhealthy-tasks": (RUNS, ["FAILED", "FAILED"]),
    "degraded": (RUNS, [RUNS, "FAILED"]),
    "paused": ("PAUSED", ["PAUSED", RUNS]),
    "stopped": ("STOPPED", [RUNS, RUNS]),
    "restarting": ("RESTARTING", [RUNS, RUNS]),
    "restarting-task": (RUNS, [RUNS, "RESTARTING"]),
    "unassigned": ("UNASSIGNED", [RUNS, RUNS]),
    "unassigned-task": (RUNS, [RUNS, "UNASSIGNED"]),
    "unknown": (RUNS, ["PAUSED", RUNS]),
}
"""Name -> state of the connector, and of its tasks; the name begins with the word for both."""


def bring_about(sandbox: Sandbox) -> None:
    """Make a connector in each of the states."""
    sandbox.admin.switch(connect={"start_after_ms": 0})
    with api(sandbox) as other:
        for name in STATES:
            config = connector({"tasks.max": "2"})["config"]
            other.put(f"{CONNECTORS}/{name}/config", json=config).raise_for_status()
    for name, (own, tasks) in STATES.items():
        for number, state in enumerate(tasks):
            sandbox.admin.force_state(CLUSTER, name, state, task=number, trace=TRACE if state == "FAILED" else None)
        sandbox.admin.force_state(CLUSTER, name, own, trace=TRACE if own == "FAILED" else None)


def shown(workspace: Workspace, attribute: str) -> dict[str, Any]:
    return {
        address.rpartition(".")[2]: values[attribute]
        for address, values in workspace.state().items()
        if address.startswith(STATUS)
    }


def test_every_state_of_a_connector_and_its_tasks_is_shown_with_what_is_wrong(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    bring_about(sandbox)
    workspace.write({f"{STATUS}.{name}": {"name": name} for name in STATES})
    workspace.apply()
    assert shown(workspace, "holistic_state") == {
        name: f"CONNECTOR_HOLISTIC_STATE_{name.partition('-')[0].upper()}" for name in STATES
    }
    assert shown(workspace, "state") == {name: own for name, (own, _) in STATES.items()}
    assert {name: [task["state"] for task in tasks] for name, tasks in shown(workspace, "tasks").items()} == {
        name: tasks for name, (_, tasks) in STATES.items()
    }
    errors = {name: found for name, found in shown(workspace, "errors").items() if found}
    assert {name: {one["title"]: one["content"] for one in found} for name, found in errors.items()} == {
        "unhealthy": {"Connector unhealthy is in unhealthy state.": "FATAL"},
        "unhealthy-tasks": {
            "Connector unhealthy-tasks is in unhealthy state.": "Connector unhealthy-tasks is in running state. "
            "All tasks are in failed state.",
            "Connector unhealthy-tasks Task 0 is in failed state.": "FATAL",
            "Connector unhealthy-tasks Task 1 is in failed state.": "FATAL",
        },
        "degraded": {
            "Connector degraded is in degraded state.": "Connector degraded is in running state "
            "but has 1 / 2 failed tasks.",
            "Connector degraded Task 1 is in failed state.": "FATAL",
        },
    }


def test_a_connector_without_tasks_is_unhealthy(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0, "tasks_after_ms": 60_000})
    with api(sandbox) as other:
        other.put(f"{CONNECTORS}/young/config", json=connector()["config"]).raise_for_status()
    workspace.write({f"{STATUS}.young": {"name": "young"}})
    workspace.apply()
    status = workspace.state()[f"{STATUS}.young"]
    assert (status["holistic_state"], status["tasks"], status["type"]) == (
        "CONNECTOR_HOLISTIC_STATE_UNHEALTHY",
        [],
        "source",
    )
    assert status["errors"] == [
        {
            "type": "TYPE_ERROR",
            "title": "Connector young is in unhealthy state.",
            "content": "Connector young is in running state but has no tasks.",
        }
    ]


def test_answers_as_the_documents_have_them_are_read_too(workspace: Workspace, sandbox: Sandbox) -> None:
    bring_about(sandbox)
    sandbox.admin.switch(redpanda={"answers": "bare"})
    workspace.write({f"{STATUS}.degraded": {"name": "degraded"}})
    workspace.apply()
    assert shown(workspace, "holistic_state") == {"degraded": "CONNECTOR_HOLISTIC_STATE_DEGRADED"}


def test_a_connector_that_is_not_there_is_told_from_a_cluster_that_is_not(workspace: Workspace) -> None:
    workspace.write({f"{STATUS}.x": {"name": "nobody"}})
    assert error(workspace) == Said(
        "redpanda connector status nobody does not exist",
        "It was looked up in the API and is not there. Check its name, or make it first.",
        f"{STATUS}.x",
    )
    workspace.write({f"{STATUS}.x": {"name": "nobody", "cluster": "elsewhere"}})
    assert error(workspace).summary == "Connect cluster elsewhere is not there"
