from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.lenses import with_connector
from tests.conformance.test_lenses_environment import calls
from tests.core import Workspace, needs
from tests.diagnostics import Said, error

pytestmark = needs("actions", terraform="1.14")

LINES = {
    "environment": "${sluice_lenses_connector.test.environment}",
    "cluster": "${sluice_lenses_connector.test.cluster}",
    "name": "${sluice_lenses_connector.test.name}",
}
ACTIONS: dict[str, Any] = {
    "sluice_lenses_restart_connector": {"lines": {"config": LINES}},
    "sluice_lenses_restart_task": {"first": {"config": LINES | {"task": 0}}},
}
RESTARTS = "/test/proxy/api/kafka-connect/clusters/connect/connectors/lines"


def invoke(workspace: Workspace, action: str) -> str:
    """What an action says that is carried out by itself."""
    return workspace.run("apply", "-auto-approve", "-no-color", f"-invoke=action.{action}").problem()


def test_a_connector_is_restarted_and_nothing_else_is_done(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector(), action=ACTIONS)
    workspace.apply()
    sandbox.admin.clear_requests()
    said = invoke(workspace, "sluice_lenses_restart_connector.lines")
    assert "Restarted connector lines on connect" in said
    assert calls(sandbox, "PUT") == [f"{RESTARTS}/restart"]
    history = sandbox.admin.history("lenses/test/connect", "lines")
    assert "RESTARTING" in {item["state"] for item in history if item["task"] is None}


def test_one_task_is_restarted(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(with_connector(), action=ACTIONS)
    workspace.apply()
    sandbox.admin.force_state("lenses/test/connect", "lines", "FAILED", task=0, trace="java.io.IOException: full")
    sandbox.admin.clear_requests()
    said = invoke(workspace, "sluice_lenses_restart_task.first")
    assert "Restarted task 0 of connector lines on connect" in said
    assert calls(sandbox, "PUT") == [f"{RESTARTS}/tasks/0/restart"]


def test_a_connector_is_restarted_after_every_change_of_something_else(workspace: Workspace, sandbox: Sandbox) -> None:
    def write(version: str) -> None:
        trigger = {"events": ["after_update"], "actions": ["action.sluice_lenses_restart_connector.lines"]}
        workspace.write(
            {
                **with_connector(),
                "terraform_data.driver": {"input": version, "lifecycle": {"action_trigger": trigger}},
            },
            action=ACTIONS,
        )

    write("1")
    workspace.apply()
    assert calls(sandbox, "PUT") == []
    write("2")
    workspace.apply()
    assert calls(sandbox, "PUT") == [f"{RESTARTS}/restart"]


def test_an_action_on_what_does_not_exist_is_an_error(workspace: Workspace) -> None:
    nothing = {"environment": "test", "cluster": "connect", "name": "nothing"}
    workspace.write(with_connector(), action={"sluice_lenses_restart_connector": {"lines": {"config": nothing}}})
    workspace.apply()
    assert error(workspace, "apply", "-invoke=action.sluice_lenses_restart_connector.lines") == Said(
        "Error when invoking action",  # what is said by Terraform, which puts all that is said by us into the detail
        "the Lenses agent could not restart connector test/connect/nothing: Connector nothing not found (404): "
        "PUT /api/v1/environments/test/proxy/api/kafka-connect/clusters/connect/connectors/nothing/restart was "
        "answered with 404, request id ID.",
    )


@pytest.mark.parametrize("status", [404, 503])
def test_an_action_behind_an_agent_that_is_away_is_an_error_that_names_it(
    using: Using, sandbox: Sandbox, status: int
) -> None:
    workspace = using()
    workspace.write(with_connector(), action=ACTIONS)
    workspace.apply()
    sandbox.admin.switch(lenses={"agent_away_status": status})
    sandbox.admin.disconnect_agent("test")
    said = error(workspace, "apply", "-refresh=false", "-invoke=action.sluice_lenses_restart_connector.lines")
    assert said.detail.startswith(
        "environment test is not ready: The agent of environment test is not connected to Lenses HQ"
    )


def test_a_task_number_must_be_one(workspace: Workspace) -> None:
    config = {"environment": "Test!", "cluster": "connect", "name": "lines", "task": 0}
    workspace.write({}, action={"sluice_lenses_restart_task": {"first": {"config": config}}})
    assert error(workspace).summary == (
        "environment 'Test!' must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end"
    )
