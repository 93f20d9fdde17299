"""What a real worker tells of itself, and what can be done to a connector that is not declared here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.core import Workspace
from tests.real.worker import CONNECTOR, FILE_SINK, FILE_SOURCE, Connect, eventually, sink, source


def test_every_connector_is_listed_with_its_tasks(
    workspace: Workspace, connect: Connect, name: str, lines: Path, out: Path
) -> None:
    connect.create(f"{name}-in", source(lines, name))
    connect.create(f"{name}-out", sink(out, name))
    eventually(lambda: connect.states(f"{name}-in") == connect.states(f"{name}-out") == ["RUNNING"] * 2, "both run")
    workspace.write({"data.sluice_kafka_connect_connectors.all": {}})
    workspace.apply()
    found = workspace.state()["data.sluice_kafka_connect_connectors.all"]["connectors"]
    task = {"id": "0", "state": "RUNNING", "worker": connect.worker.url.removeprefix("http://"), "trace": None}
    assert sorted(found, key=lambda one: one["name"]) == [
        {"name": f"{name}-{end}", "type": kind, "connector_class": connector_class, "state": "RUNNING", "tasks": [task]}
        for end, kind, connector_class in (("in", "source", FILE_SOURCE), ("out", "sink", FILE_SINK))
    ]


def test_every_plugin_is_listed_with_its_type(workspace: Workspace, connect: Connect) -> None:
    workspace.write({"data.sluice_kafka_connect_plugins.all": {}})
    workspace.apply()
    found = workspace.state()["data.sluice_kafka_connect_plugins.all"]["plugins"]
    version = connect.worker.version
    assert {"connector_class": FILE_SINK, "type": "sink", "version": version} in found
    assert {one["type"] for one in found} >= {"source", "sink", "converter", "header_converter", "transformation"}


def test_a_connector_is_restarted_with_its_tasks_and_nothing_else_is_done(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    restart = {"connect": f"${{{CONNECTOR}.connect}}", "name": f"${{{CONNECTOR}.name}}"}
    actions: dict[str, Any] = {"sluice_kafka_connect_restart_connector": {"test": {"config": restart}}}
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name)}}, action=actions)
    workspace.apply()
    invoke = "-invoke=action.sluice_kafka_connect_restart_connector.test"
    said = workspace.run("apply", "-auto-approve", "-no-color", invoke).problem()
    assert f"Restarted connector {name}" in said
    eventually(lambda: connect.logged(f"Creating task {name}-0") == 2, "the task is made again")
    assert connect.logged(f'"PUT /connectors/{name}') == 0
    assert workspace.plan().changes == {}
