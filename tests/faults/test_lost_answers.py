"""Answers that never come: no object is made twice, none is forgotten, and no request is repeated that must not be."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.lenses import CONNECTION, CONNECTOR, ENVIRONMENT, environment, with_connector
from tests.conformance.test_lenses_environment import PATH, api
from tests.core import Workspace
from tests.diagnostics import Said, error, warnings

CONNECT = "/test/proxy/api/kafka-connect"
LINES = f"{CONNECT}/clusters/connect/connectors/lines"
CONNECTIONS = "/test/kafka-connections"

CLOSED = "The server, or a proxy before it, closed it.\nThe request may have been carried out all the same."

LOST: list[dict[str, Any]] = [
    {"kind": "drop", "carried_out": True},
    {"kind": "broken_json"},
    {"kind": "status", "status": 500, "carried_out": True},
    {"kind": "html", "status": 502, "carried_out": True},
]
"""Ways in which an answer is lost to a request that was carried out."""


def writes(sandbox: Sandbox) -> list[tuple[str, str, int | None]]:
    """Every request that changes something: verb, path below the environments, status of the answer if one was sent."""
    return [
        (item["method"], item["path"].split(PATH)[-1], item["status"])
        for item in sandbox.admin.requests()
        if item["method"] != "GET" and not item["path"].endswith("/validate")
    ]


def agent_accepts(sandbox: Sandbox, workspace: Workspace) -> bool:
    """Whether the agent key in state is the one that Lenses expects now."""
    return sandbox.admin.connect_agent(workspace.state()[ENVIRONMENT]["agent_key"]) == "test"


def connection(**values: Any) -> dict[str, Any]:
    return {"environment": "${sluice_lenses_environment.test.name}", "name": "orders"} | values


@pytest.mark.parametrize("fault", LOST)
def test_an_environment_whose_answer_was_lost_is_found_and_gets_a_key(
    workspace: Workspace, sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    sandbox.admin.fault(method="POST", path="/environments$", **fault)
    workspace.write({ENVIRONMENT: environment(tier="production")})
    workspace.apply()
    assert [(method, path) for method, path, _ in writes(sandbox)] == [("POST", ""), ("POST", "/test/renew-key")]
    assert agent_accepts(sandbox, workspace)
    assert workspace.state()[ENVIRONMENT]["deletion_protection"] is True
    assert workspace.plan().changes == {}


def test_an_environment_that_was_not_made_is_not_in_the_state_and_asked_for_once(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.fault("drop", method="POST", path="/environments$")
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        "Lenses HQ cannot be reached to create lenses environment test: the connection ended before the answer came",
        f"{CLOSED}\nhttp://HOST was tried.\nIt was looked for afterwards, and is not there.",
        ENVIRONMENT,
    )
    assert writes(sandbox) == [("POST", "", None)]
    assert workspace.state() == {}
    workspace.apply()
    assert agent_accepts(sandbox, workspace)


def test_an_environment_of_somebody_else_is_neither_taken_over_nor_given_a_new_key_when_an_answer_is_lost(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    with api(sandbox) as other:
        key = other.post("/environments", json=environment()).raise_for_status().json()["agent_key"]
    sandbox.admin.clear_requests()
    sandbox.admin.fault("html", method="POST", path="/environments$", status=502)
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply").summary == "lenses environment test exists already"
    assert writes(sandbox) == []
    assert sandbox.admin.connect_agent(key) == "test"


def test_an_environment_of_which_nobody_can_tell_is_kept_as_tainted_and_made_anew(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.fault("status", method="GET", path="/environments/test$", skip=1, count=None, status=403)
    sandbox.admin.fault("drop", method="POST", path="/environments$", carried_out=True)
    workspace.write({ENVIRONMENT: environment(tier="production")})
    assert error(workspace, "apply") == Said(
        "Lenses HQ cannot be reached to create lenses environment test: the connection ended before the answer came",
        f"{CLOSED}\nhttp://HOST was tried.\n"
        "Nobody could say whether lenses environment test was made. It is kept in the state as tainted, so that the "
        "next apply finds out.",
        ENVIRONMENT,
    )
    assert workspace.tainted() == {ENVIRONMENT}
    sandbox.admin.clear_faults()
    sandbox.admin.clear_requests()
    workspace.apply()
    assert writes(sandbox) == [("DELETE", "/test", 204), ("POST", "", 201)]
    assert agent_accepts(sandbox, workspace)
    assert workspace.state()[ENVIRONMENT]["deletion_protection"] is True
    assert workspace.plan().changes == {}


def test_an_environment_whose_key_was_lost_again_and_again_is_kept_as_tainted_and_made_anew(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.fault("drop", method="POST", path="/environments$", carried_out=True)
    sandbox.admin.fault("drop", method="POST", path="/renew-key$", carried_out=True, count=2)
    workspace.write({ENVIRONMENT: environment(tier="production")})
    assert error(workspace, "apply").summary == (
        "Lenses HQ cannot be reached to recover agent_key of lenses environment test: "
        "the connection ended before the answer came"
    )
    assert workspace.tainted() == {ENVIRONMENT}
    workspace.apply()
    assert agent_accepts(sandbox, workspace)
    assert workspace.plan().changes == {}


def test_a_connector_whose_answer_was_lost_is_found_and_made_once(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("drop", method="POST", path="/connectors$", carried_out=True)
    workspace.write(with_connector())
    workspace.apply()
    assert writes(sandbox) == [("POST", "", 201), ("POST", f"{CONNECT}/connectors", None)]
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"
    assert workspace.plan().changes == {}


def test_a_connector_whose_create_takes_longer_than_it_may_is_found_all_the_same(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.fault("latency", method="POST", path="/connectors$", seconds=2)
    workspace.write(with_connector(timeouts={"create": "1s"}, wait_for_running=False))
    workspace.apply()
    assert [path for method, path, _ in writes(sandbox) if method == "POST"] == ["", f"{CONNECT}/connectors"]
    assert workspace.plan().changes == {}


def test_a_kafka_connection_whose_answer_was_lost_is_simply_put_again(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("drop", method="PUT", path="/kafka-connections/", carried_out=True)
    workspace.write({ENVIRONMENT: environment(), CONNECTION: connection()})
    workspace.apply()
    assert writes(sandbox)[1:] == [("PUT", f"{CONNECTIONS}/orders", None), ("PUT", f"{CONNECTIONS}/orders", 200)]
    assert workspace.plan().changes == {}


def test_a_change_whose_answer_was_lost_is_sent_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(metadata={"team": "a", "cost": "1"})})
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("drop", method="PATCH", carried_out=True)
    workspace.write({ENVIRONMENT: environment(metadata={"team": "b"})})
    workspace.apply()
    assert writes(sandbox) == [("PATCH", "/test", None), ("PATCH", "/test", 200)]
    with api(sandbox) as other:
        assert other.get("/environments/test").json()["metadata"] == {"team": "b"}
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("fault", LOST)
def test_a_rotation_whose_answer_was_lost_is_made_again_and_told(
    workspace: Workspace, sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="1")})
    workspace.apply()
    sandbox.admin.fault(method="POST", path="/renew-key$", **fault)
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="2")})
    [warning] = warnings(workspace, "apply")
    assert warning.summary == "agent_key of lenses environment test was renewed twice"
    assert agent_accepts(sandbox, workspace)
    assert workspace.plan().changes == {}


def test_a_rotation_whose_answer_was_lost_twice_is_planned_again(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="1")})
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("drop", method="POST", path="/renew-key$", carried_out=True, count=2)
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="2")})
    lost = (
        "Lenses HQ cannot be reached to renew key of lenses environment test: the connection ended before the answer "
        "came"
    )
    assert error(workspace, "apply") == Said(
        lost,
        f"{CLOSED}\nhttp://HOST was tried.\n"
        f"It was tried twice, and agent_key may have been renewed each time. The first time: {lost}\n"
        "The old one may have stopped working, and nobody knows the one that works now. Apply again: that makes "
        "another and stores it.",
        ENVIRONMENT,
    )
    assert writes(sandbox) == [("POST", "/test/renew-key", None)] * 2
    assert workspace.plan().difference(ENVIRONMENT)["agent_key_rotation"] == ("1", "2")
    workspace.apply()
    assert agent_accepts(sandbox, workspace)
    assert workspace.plan().changes == {}


def test_a_rotation_that_fails_after_a_change_keeps_the_change(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="1")})
    workspace.apply()
    sandbox.admin.fault("status", method="POST", path="/renew-key$", status=403, body={"title": "Not you"})
    workspace.write({ENVIRONMENT: environment(agent_key_rotation="2", tier="staging")})
    assert (
        error(workspace, "apply").summary == "Lenses HQ refused to renew key of lenses environment test: Not you (403)"
    )
    difference = workspace.plan().difference(ENVIRONMENT)
    assert (difference["agent_key_rotation"], "tier" in difference) == (("1", "2"), False)


@pytest.mark.parametrize("address", [ENVIRONMENT, CONNECTION, CONNECTOR])
def test_a_delete_whose_answer_was_lost_succeeds(workspace: Workspace, sandbox: Sandbox, address: str) -> None:
    resources = with_connector() | {CONNECTION: connection()}
    workspace.write(resources)
    workspace.apply()
    ends = {ENVIRONMENT: "/environments/test$", CONNECTION: "/orders$", CONNECTOR: "/lines$"}
    sandbox.admin.fault("drop", method="DELETE", path=ends[address], carried_out=True)
    workspace.destroy()
    assert workspace.state() == {}


@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_a_changed_connector_is_in_force_although_an_answer_was_lost(
    workspace: Workspace, sandbox: Sandbox, method: str
) -> None:
    sandbox.admin.switch(lenses={"as_code_away": 404})
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("drop", method=method, path="/connectors(/lines)?$", carried_out=True)
    workspace.write(with_connector({"topic": "b"}))
    workspace.apply()
    assert [path for verb, path, _ in writes(sandbox) if verb == "POST"] == [f"{CONNECT}/connectors"]
    assert sandbox.admin.connector("lenses/test/connect", "lines")["config"]["topic"] == "b"
    assert workspace.plan().changes == {}


def test_the_old_configuration_is_back_in_force_although_that_answer_was_lost_too(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"as_code_away": 404})
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    sandbox.admin.fault("status", method="POST", path="/connectors$", status=403, body={"error": "not today"})
    sandbox.admin.fault("drop", method="POST", path="/connectors$", carried_out=True)
    workspace.write(with_connector({"topic": "b"}))
    said = error(workspace, "apply")
    assert said.detail.startswith("The old configuration was put back and is in force.")
    assert sandbox.admin.connector("lenses/test/connect", "lines")["config"]["topic"] == "a"


def test_a_connector_that_could_not_be_put_back_is_made_by_the_next_apply(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"as_code_away": 404})
    workspace.write(with_connector({"topic": "a"}))
    workspace.apply()
    sandbox.admin.fault("status", method="POST", path="/connectors$", status=403, count=2, body={"error": "no"})
    workspace.write(with_connector({"topic": "b"}))
    assert error(workspace, "apply") == Said(
        "the change of lenses connector test/connect/lines failed: "
        "the Lenses agent refused to create lenses connector test/connect/lines: no (403)",
        "The old configuration could not be put back either: "
        "the Lenses agent refused to put back lenses connector test/connect/lines: no (403)\n"
        "lenses connector test/connect/lines is gone until the next apply that succeeds; its offsets are kept.\n\n"
        "The service account may not do this. Add the permission to one of its groups' roles in Lenses HQ.\n"
        f"POST /api/v1/environments{CONNECT}/connectors was answered with 403.",
        CONNECTOR,
    )
    assert workspace.plan().changes == {CONNECTOR: ["create"]}
    workspace.apply()
    assert sandbox.admin.connector("lenses/test/connect", "lines")["config"]["topic"] == "b"


@pytest.mark.parametrize("status", [429, 503])
def test_a_create_that_the_server_puts_off_is_sent_again_when_it_says(
    workspace: Workspace, sandbox: Sandbox, status: int
) -> None:
    sandbox.admin.fault("status", method="POST", path="/environments$", status=status, retry_after=1)
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    assert writes(sandbox) == [("POST", "", status), ("POST", "", 201)]


def test_a_create_that_fails_without_a_word_about_later_is_not_sent_again(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.fault("status", method="POST", path="/environments$", status=503)
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        "Lenses HQ could not create lenses environment test: Service Unavailable (503)",
        "POST /api/v1/environments was answered with 503.\nIt was looked for afterwards, and is not there.",
        ENVIRONMENT,
    )
    assert writes(sandbox) == [("POST", "", 503)]
    assert workspace.state() == {}


def test_a_worker_that_rebalances_is_waited_for(workspace: Workspace, sandbox: Sandbox) -> None:
    body = {"error": "Cannot complete request because of a conflicting operation (e.g. worker rebalance)"}
    sandbox.admin.fault("status", method="POST", path="/connectors$", status=409, count=2, body=body)
    workspace.write(with_connector())
    workspace.apply()
    assert [status for _, path, status in writes(sandbox) if path == f"{CONNECT}/connectors"] == [409, 409, 200]


def test_a_server_in_trouble_does_not_end_the_wait_for_a_connector(using: Using, sandbox: Sandbox) -> None:
    workspace = using()
    sandbox.admin.fault("status", method="GET", path="/lines$", skip=1, count=3, status=503)
    workspace.write(with_connector())
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"


def test_a_server_in_trouble_when_time_is_up_is_told_with_the_wait_that_it_ended(
    using: Using, sandbox: Sandbox
) -> None:
    workspace = using()
    sandbox.admin.fault("status", method="GET", path="/lines$", skip=1, count=None, status=503, body={"error": "Busy"})
    workspace.write(with_connector(timeouts={"create": "1s"}))
    assert error(workspace, "apply") == Said(
        "lenses connector test/connect/lines was not running in time",
        "Look at its tasks and at the worker's log, or allow more time in `timeouts`.\n\n"
        "The last look failed: the Lenses agent could not read lenses connector test/connect/lines: Busy (503)\n"
        f"GET /api/v1/environments{LINES} was answered with 503.",
        CONNECTOR,
    )
    assert workspace.tainted() == {CONNECTOR}
