"""Workers of several versions: what one is too old for is told before anything is done."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CONNECTOR, calls, connector, worker
from tests.core import Workspace
from tests.diagnostics import Said, error

OFFSETS = '[{"partition": {"filename": "/tmp/in.txt"}, "offset": {"position": 5}}]'
OWN = "/connectors/{name}"

TOO_OLD: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "stop": ("3.4.1", {"desired_state": "stopped"}, "desired_state needs Kafka Connect 3.5", f"PUT {OWN}/stop"),
    "offsets": ("3.5.2", {"offsets": OFFSETS}, "offsets needs Kafka Connect 3.6", f"PATCH {OWN}/offsets"),
    "reset": ("3.5.2", {"offsets_reset": "1"}, "offsets_reset needs Kafka Connect 3.6", f"DELETE {OWN}/offsets"),
    "restart": (
        "2.8.0",
        {"auto_restart": {"attempts": 1}},
        "auto_restart needs Kafka Connect 3.0",
        f"POST {OWN}/restart",
    ),
}


@pytest.mark.parametrize("case", TOO_OLD)
def test_what_a_worker_is_too_old_for_is_told_by_the_plan(workspace: Workspace, sandbox: Sandbox, case: str) -> None:
    version, values, needs, call = TOO_OLD[case]
    sandbox.admin.switch(kafka_connect={"version": version})
    workspace.write({CONNECTOR: connector(**values)})
    assert error(workspace) == Said(
        f"{needs} or newer",
        f"It takes {call}, which that version brought; this server is version {version}.",
        CONNECTOR,
    )
    assert calls(sandbox, "POST") == []


@pytest.mark.parametrize("name", ["a/b", "a\\b", "100%"])
def test_a_name_that_newer_workers_cannot_be_asked_for_is_refused_by_the_plan(
    workspace: Workspace, sandbox: Sandbox, name: str
) -> None:
    sandbox.admin.switch(kafka_connect={"version": "4.1.1"})
    workspace.write({CONNECTOR: connector(name=name)})
    assert error(workspace) == Said(
        f"name {name!r} must be free of slashes, backslashes and %",
        "So it is since Kafka Connect 4.0; this server is version 4.1.1.",
        CONNECTOR,
    )
    assert calls(sandbox, "POST") == []


def test_such_a_name_that_an_older_worker_took_is_explained_by_a_newer_one(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(kafka_connect={"version": "3.9.0"})
    workspace.write({CONNECTOR: connector(name="a/b")})
    workspace.apply()
    before = workspace.state()
    sandbox.admin.switch(kafka_connect={"version": "4.1.1"})
    assert workspace.plan().changes == {}
    workspace.write({})
    said = error(workspace, "apply")
    assert said.summary == (
        "Kafka Connect refused to delete kafka connect connector default/a/b: Ambiguous URI path separator (400)"
    )
    assert said.detail == (
        "A worker of Kafka Connect 4.0 or newer cannot reach a connector with a slash, a backslash or % in its name. "
        "One that was made before is left to an older worker.\n"
        "DELETE /connectors/a%2Fb was answered with 400, request id ID."
    )
    assert workspace.state() == before


@pytest.mark.parametrize("version", ["2.2.0", "3.4.0", "3.6.0", "3.9.0", "4.1.0"])
def test_the_rest_works_with_a_worker_of_any_version(workspace: Workspace, sandbox: Sandbox, version: str) -> None:
    sandbox.admin.switch(kafka_connect={"version": version})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    assert workspace.plan().changes == {}
    workspace.write({CONNECTOR: connector({"topic": "rows"}, desired_state="paused")})
    workspace.apply()
    assert workspace.plan().changes == {}
    with worker(sandbox) as other:
        other.delete("/connectors/lines").raise_for_status()
    assert workspace.plan().changes == {CONNECTOR: ["create"]}


def test_a_worker_that_cannot_list_is_asked_for_each_connector(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(kafka_connect={"version": "2.2.0"})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    paths = [call["path"].removeprefix("/kafka_connect/default") for call in calls(sandbox, "GET")]
    assert paths == ["/", "/connectors/lines", "/connectors/lines/status"]


def test_the_list_of_connectors_needs_a_worker_that_can_list(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(kafka_connect={"version": "2.2.0"})
    workspace.write({"data.sluice_kafka_connect_connectors.all": {}})
    said = error(workspace)
    assert said.summary == "Kafka Connect cannot read kafka connect connectors: it is version 2.2.0"
    assert said.detail == "That needs version 2.3 or newer."


@pytest.mark.parametrize(("platform", "kafka"), [("7.4.0-ccs", "3.4"), ("6.2.1-ce", "2.8"), ("5.5.0-ccs", "2.5")])
def test_the_numbers_of_confluent_platform_are_not_taken_for_those_of_kafka(
    workspace: Workspace, sandbox: Sandbox, platform: str, kafka: str
) -> None:
    sandbox.admin.switch(kafka_connect={"version": f"{kafka}.0", "told_version": platform})
    workspace.write({CONNECTOR: connector(desired_state="stopped")})
    said = error(workspace)
    assert said.summary == "desired_state needs Kafka Connect 3.5 or newer"
    assert said.detail.endswith(f"this server is version {kafka} ({platform}).")


@pytest.mark.parametrize(("told", "status"), [("unknown", 200), (None, 403), (None, 404)])
def test_a_worker_that_does_not_tell_its_version_is_taken_to_be_new(
    workspace: Workspace, sandbox: Sandbox, told: str | None, status: int
) -> None:
    body = {"version": told, "message": "no"}
    sandbox.admin.fault("status", method="GET", path="/default/?$", status=status, body=body, count=None)
    workspace.write({CONNECTOR: connector(desired_state="stopped")})
    workspace.apply()
    assert workspace.state()[CONNECTOR]["state"] == "STOPPED"
    assert workspace.plan().changes == {}
