"""What a worker's answers mean: busy or taken, gone or never there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.kafka_connect import CLUSTER, CONNECTOR, REBALANCE, calls, connector, worker
from tests.core import Workspace
from tests.diagnostics import Said, error


def rebalance(sandbox: Sandbox, method: str, ending: str, times: int = 3) -> None:
    """Let a worker be busy with a rebalance the next few times that it is asked for something."""
    sandbox.admin.fault("status", method=method, path=f"{ending}$", status=409, body=REBALANCE, count=times)


def create(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()


def change(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector({"topic": "rows"})})
    workspace.apply()


def stop(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector(desired_state="stopped")})
    workspace.apply()


def destroy(workspace: Workspace) -> None:
    workspace.destroy()


@pytest.mark.parametrize(
    ("act", "method", "ending"),
    [
        (create, "POST", "/connectors"),
        (change, "PATCH", "/lines/config"),
        (stop, "PUT", "/lines/stop"),
        (destroy, "DELETE", "/lines"),
    ],
)
def test_a_rebalance_is_waited_out(
    workspace: Workspace, sandbox: Sandbox, act: Callable[[Workspace], None], method: str, ending: str
) -> None:
    if act is not create:
        create(workspace)
    sandbox.admin.clear_requests()
    rebalance(sandbox, method, ending)
    act(workspace)
    assert [call["status"] for call in calls(sandbox, method, ending)][:3] == [409, 409, 409]
    assert len(calls(sandbox, method, ending)) == 4


def test_a_rebalance_in_the_way_of_a_read_is_waited_out(workspace: Workspace, sandbox: Sandbox) -> None:
    create(workspace)
    sandbox.admin.clear_requests()
    rebalance(sandbox, "GET", "/connectors", 1)
    assert workspace.plan().changes == {}
    assert [call["status"] for call in calls(sandbox, "GET", "/connectors")] == [409, 200]


def test_a_rebalance_that_does_not_end_is_an_error_when_time_is_up(workspace: Workspace, sandbox: Sandbox) -> None:
    rebalance(sandbox, "POST", "/connectors", 1000)
    workspace.write({CONNECTOR: connector(timeouts={"create": "3s"})})
    assert error(workspace, "apply") == Said(
        "Kafka Connect refused to create kafka connect connector default/lines: "
        "Cannot complete request because of a conflicting operation (e.g. worker rebalance) (409)",
        "POST /connectors was answered with 409.\nIt was tried again until time was up; `timeouts` can allow more.",
        CONNECTOR,
    )
    assert workspace.state() == {}


def test_a_name_that_is_taken_in_the_meantime_is_told_at_once(workspace: Workspace, sandbox: Sandbox) -> None:
    with worker(sandbox) as other:
        other.put("/connectors/lines/config", json=connector()["config"]).raise_for_status()
    missing = {"error_code": 404, "message": "Connector lines not found"}
    sandbox.admin.fault("status", method="GET", path="/connectors/lines$", status=404, body=missing)
    workspace.write({CONNECTOR: connector()})
    said = workspace.refuse()
    assert "kafka connect connector default/lines exists already" in said
    assert 'id = "default/lines"' in said
    assert [call["status"] for call in calls(sandbox, "POST", "/connectors")] == [409]
    assert workspace.state() == {}


def test_a_connector_that_exists_is_adopted_when_asked_for(workspace: Workspace, sandbox: Sandbox) -> None:
    with worker(sandbox) as other:
        other.put("/connectors/lines/config", json=connector({"topic": "rows"})["config"]).raise_for_status()
    workspace.write({CONNECTOR: connector(on_exists="adopt")})
    workspace.apply()
    assert sandbox.admin.connector(CLUSTER, "lines")["config"]["topic"] == "lines"
    assert workspace.plan().changes == {}


def test_a_delete_of_what_is_gone_succeeds(workspace: Workspace, sandbox: Sandbox) -> None:
    create(workspace)
    with worker(sandbox) as other:
        other.delete("/connectors/lines").raise_for_status()
    sandbox.admin.clear_requests()
    workspace.run("destroy", "-auto-approve", "-refresh=false", "-no-color")
    assert [call["status"] for call in calls(sandbox, "DELETE")] == [404]
    assert workspace.state() == {}


def test_a_connector_that_vanished_is_planned_again(workspace: Workspace, sandbox: Sandbox) -> None:
    create(workspace)
    with worker(sandbox) as other:
        other.delete("/connectors/lines").raise_for_status()
    assert workspace.plan().changes == {CONNECTOR: ["create"]}
    workspace.apply()
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refresh_that_fails_leaves_the_state_byte_identical(using: Using, sandbox: Sandbox, status: int) -> None:
    workspace = using(SLUICE_KAFKA_CONNECT_MAX_RETRIES="0")
    create(workspace)
    before = (workspace.folder / "terraform.tfstate").read_bytes()
    body = {"error_code": status, "message": "no"}
    sandbox.admin.fault("status", method="GET", path="/connectors", status=status, body=body, count=None)
    assert f"kafka connect connector default/lines: no ({status})" in workspace.refuse("plan")
    assert (workspace.folder / "terraform.tfstate").read_bytes() == before


def test_a_connector_that_shows_late_is_waited_for(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"appear_after_ms": 700})
    create(workspace)
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"


def test_hundreds_of_connectors_are_refreshed_by_a_call_or_two(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    many = connector(name="lines-${count.index}", count=150, wait_for_running=False)
    workspace.write({CONNECTOR: many})
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    assert [(call["method"], call["path"]) for call in sandbox.admin.requests()] == [
        ("GET", "/kafka_connect/default/"),
        ("GET", "/kafka_connect/default/connectors"),
    ]
