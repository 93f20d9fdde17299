"""Where a connector goes on reading: set or forgotten once, around which the connector is stopped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CLUSTER, CONNECTOR, calls, connector, states
from tests.core import Workspace
from tests.diagnostics import error

BEGIN = [{"partition": {"filename": "/tmp/in.txt"}, "offset": {"position": 5000}}]
FURTHER = [{"partition": {"filename": "/tmp/in.txt"}, "offset": {"position": 9000}}]


def position(sandbox: Sandbox) -> int:
    [offset] = sandbox.admin.connector(CLUSTER, "lines")["offsets"]
    where: int = offset["offset"]["position"]
    return where


def at(offsets: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    """A connector that goes on reading there."""
    return connector(offsets=json.dumps(offsets), **values)


def altered(sandbox: Sandbox) -> int:
    """How often offsets were set."""
    return len(calls(sandbox, "PATCH", "/lines/offsets"))


def test_a_new_connector_begins_where_it_should_and_has_not_run_before(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: at(BEGIN)})
    workspace.apply()
    assert position(sandbox) >= 5000
    assert states(sandbox)[0] == "STOPPED"
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"
    assert workspace.plan().changes == {}
    assert altered(sandbox) == 1


@pytest.mark.parametrize(("desired", "state"), [("running", "RUNNING"), ("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_offsets_are_set_once_and_the_desired_state_is_restored(
    workspace: Workspace, sandbox: Sandbox, desired: str, state: str
) -> None:
    workspace.write({CONNECTOR: connector(desired_state=desired)})
    workspace.apply()
    workspace.write({CONNECTOR: at(BEGIN, desired_state=desired)})
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    workspace.apply()
    assert position(sandbox) >= 5000
    assert workspace.state()[CONNECTOR]["state"] == state
    assert workspace.plan().changes == {}
    assert altered(sandbox) == 1
    workspace.write({CONNECTOR: at(FURTHER, desired_state=desired)})
    workspace.apply()
    assert position(sandbox) >= 9000
    assert altered(sandbox) == 2


def test_offsets_in_another_spelling_are_the_same(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: at(BEGIN)})
    workspace.apply()
    workspace.write({CONNECTOR: connector(offsets=json.dumps(BEGIN, indent=2, sort_keys=True))})
    assert workspace.plan().changes == {}


def test_offsets_that_are_no_longer_given_are_left_as_they_are(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: at(BEGIN)})
    workspace.apply()
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert position(sandbox) >= 5000
    assert altered(sandbox) == 1
    assert workspace.plan().changes == {}


@pytest.mark.parametrize(("desired", "state"), [("running", "RUNNING"), ("paused", "PAUSED")])
def test_the_state_is_restored_when_the_offsets_are_refused_and_the_next_apply_tries_again(
    workspace: Workspace, sandbox: Sandbox, desired: str, state: str
) -> None:
    workspace.write({CONNECTOR: connector(desired_state=desired)})
    workspace.apply()
    body = {"error_code": 400, "message": "These offsets are not for this connector"}
    sandbox.admin.fault("status", method="PATCH", path="/offsets$", status=400, body=body)
    workspace.write({CONNECTOR: at(BEGIN, desired_state=desired)})
    assert error(workspace, "apply").summary == (
        "Kafka Connect refused to alter offsets of kafka connect connector default/lines: "
        "These offsets are not for this connector (400)"
    )
    assert states(sandbox)[-1] == state
    assert workspace.plan().difference(CONNECTOR)["offsets"] == (None, json.dumps(BEGIN))
    workspace.apply()
    assert position(sandbox) >= 5000
    assert workspace.plan().changes == {}


def test_a_configuration_and_offsets_change_in_one_apply(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    workspace.write({CONNECTOR: at(BEGIN, config={"topic": "rows"})})
    workspace.apply()
    assert sandbox.admin.connector(CLUSTER, "lines")["config"]["topic"] == "rows"
    assert position(sandbox) >= 5000
    assert workspace.plan().changes == {}


def reset(sandbox: Sandbox) -> int:
    """How often offsets were forgotten."""
    return len(calls(sandbox, "DELETE", "/lines/offsets"))


def test_a_reset_forgets_the_offsets_once_for_each_new_value(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: at(BEGIN)})
    workspace.apply()
    assert reset(sandbox) == 0
    workspace.write({CONNECTOR: at(BEGIN, offsets_reset="2026-09-28")})
    workspace.apply()
    assert reset(sandbox) == 1
    assert workspace.state()[CONNECTOR]["state"] == "RUNNING"
    assert position(sandbox) < 5000
    assert workspace.plan().changes == {}


def test_a_new_connector_forgets_what_one_of_its_name_left(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: at(BEGIN)})
    workspace.apply()
    workspace.write({})
    workspace.apply()
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert position(sandbox) >= 5000
    workspace.write({})
    workspace.apply()
    workspace.write({CONNECTOR: connector(offsets_reset="begin")})
    workspace.apply()
    assert all(one["offset"]["position"] < 5000 for one in sandbox.admin.connector(CLUSTER, "lines")["offsets"])
    assert reset(sandbox) == 1
    assert workspace.plan().changes == {}


def test_a_reset_comes_before_offsets_that_are_set_and_nothing_runs_between_them(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({CONNECTOR: at(BEGIN, offsets_reset="begin")})
    workspace.apply()
    assert position(sandbox) >= 5000
    assert states(sandbox)[0] == "STOPPED"
    workspace.write({CONNECTOR: at(FURTHER, offsets_reset="again")})
    workspace.apply()
    assert position(sandbox) >= 9000
    assert [reset(sandbox), altered(sandbox), len(calls(sandbox, "PUT", "/lines/resume"))] == [2, 2, 2]
    assert workspace.plan().changes == {}


def test_offsets_that_are_no_json_are_refused_before_anything_is_asked(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector(offsets="[{]")})
    assert error(workspace).summary.startswith("offsets must be a JSON document")
    assert sandbox.admin.requests() == []
