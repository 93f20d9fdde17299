"""The life of a connector on a real worker, from its making to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core import Workspace
from tests.diagnostics import error
from tests.real.worker import CONNECTOR, FILE_SINK, FILE_SOURCE, Connect, eventually, path, sink, source

READER, WRITER = "sluice_kafka_connect_connector.reader", "sluice_kafka_connect_connector.writer"


def test_connectors_move_data_and_the_next_plan_is_empty(
    workspace: Workspace, connect: Connect, lines: Path, out: Path
) -> None:
    workspace.write(
        {
            READER: {"name": "lines-in", "config": source(lines, "lines")},
            WRITER: {"name": "lines-out", "config": sink(out, "lines", **{"tasks.max": "1"})},
        }
    )
    workspace.apply()
    eventually(lambda: out.exists() and out.read_text() == "one\ntwo\n", "both lines are through")
    shown = ("id", "connector_class", "type", "state")
    state = workspace.state()
    assert [tuple(state[address][name] for name in shown) for address in (READER, WRITER)] == [
        ("default/lines-in", FILE_SOURCE, "source", "RUNNING"),
        ("default/lines-out", FILE_SINK, "sink", "RUNNING"),
    ]
    worker = connect.worker.url.removeprefix("http://")
    assert [state[address]["tasks"] for address in (READER, WRITER)] == [
        [{"id": "0", "state": "RUNNING", "worker": worker, "trace": None}]
    ] * 2
    assert workspace.plan().changes == {}
    workspace.destroy()
    assert connect.names() == []


def test_a_changed_configuration_is_in_force_under_the_same_name(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name, note="old", gone="soon")}})
    workspace.apply()
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name, note="new", **{"batch.size": "7"})}})
    assert workspace.plan().changes == {CONNECTOR: ["update"]}
    workspace.apply()
    assert connect.config(name) == {"name": name, **source(lines, name, note="new", **{"batch.size": "7"})}
    assert connect.states(name) == ["RUNNING", "RUNNING"]
    assert workspace.plan().changes == {}


def test_numbers_and_booleans_are_the_texts_that_a_worker_makes_of_them(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    config = {**source(lines, name), "tasks.max": 1, "errors.log.enable": True}
    workspace.write({CONNECTOR: {"name": name, "config": config}})
    workspace.apply()
    assert workspace.plan().changes == {}
    unquoted = {**config, "name": name, "tasks.max": 1, "errors.log.enable": True}
    connect.put(f"{path(name)}/config", json=unquoted).raise_for_status()
    assert workspace.plan().changes == {}


def test_what_somebody_else_changes_is_mended_and_what_they_add_is_left_alone(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    ours = source(lines, name, note="ours")
    workspace.write({CONNECTOR: {"name": name, "config": ours}})
    workspace.apply()
    connect.put(f"{path(name)}/config", json=ours | {"batch.size": "9"}).raise_for_status()
    assert workspace.plan().changes == {}
    connect.put(f"{path(name)}/config", json=ours | {"note": "theirs"}).raise_for_status()
    assert workspace.plan().difference(CONNECTOR)["config"] == (ours | {"note": "theirs"}, ours)
    workspace.apply()
    assert connect.config(name)["note"] == "ours"


def test_a_connector_that_vanished_is_planned_again_and_its_delete_is_no_error(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name)}})
    workspace.apply()
    connect.delete(path(name)).raise_for_status()
    assert workspace.plan().changes == {CONNECTOR: ["create"]}
    workspace.run("destroy", "-auto-approve", "-refresh=false", "-no-color")
    assert workspace.state() == {}


def test_an_imported_connector_plans_nothing(workspace: Workspace, connect: Connect, name: str, lines: Path) -> None:
    config = source(lines, name, **{"batch.size": "7"})
    connect.create(name, config)
    eventually(lambda: connect.states(name) == ["RUNNING", "RUNNING"], "it runs")
    workspace.write({CONNECTOR: {"name": name, "config": config}})
    workspace.run("import", "-no-color", CONNECTOR, f"default/{name}")
    assert workspace.plan().changes == {}
    assert workspace.state()[CONNECTOR]["config"] == config


def test_a_new_name_makes_another_connector(workspace: Workspace, connect: Connect, name: str, lines: Path) -> None:
    workspace.write({CONNECTOR: {"name": f"{name}-old", "config": source(lines, name)}})
    workspace.apply()
    workspace.write({CONNECTOR: {"name": f"{name}-new", "config": source(lines, name)}})
    assert workspace.plan().changes == {CONNECTOR: ["delete", "create"]}
    workspace.apply()
    assert connect.names() == [f"{name}-new"]


def test_a_connector_of_somebody_else_is_refused_or_adopted(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    connect.create(name, source(lines, name, note="theirs"))
    ours = {"name": name, "config": source(lines, name, note="ours")}
    workspace.write({CONNECTOR: ours})
    said = error(workspace, "apply")
    assert said.summary == f"kafka connect connector default/{name} exists already"
    assert f'id = "default/{name}"' in said.detail
    assert connect.config(name)["note"] == "theirs"
    workspace.write({CONNECTOR: ours | {"on_exists": "adopt"}})
    workspace.apply()
    assert connect.config(name)["note"] == "ours"
    assert workspace.plan().changes == {}


def test_a_secret_reaches_the_worker_and_nothing_else(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    secret = {"variable": {"secret": {"ephemeral": True, "sensitive": True}}}
    values = {"name": name, "config": source(lines, name), "secret_config": {"db.password": "${var.secret}"}}
    workspace.write({CONNECTOR: values}, **secret)
    workspace.run("apply", "-auto-approve", "-no-color", TF_VAR_secret="first-secret")
    assert connect.config(name)["db.password"] == "first-secret"
    assert workspace.plan(TF_VAR_secret="first-secret").changes == {}
    plan = workspace.plan(TF_VAR_secret="second-secret")
    assert plan.difference(CONNECTOR)["secret_revision"] == (1, 2)
    kept = (workspace.folder / "terraform.tfstate").read_text() + str(plan.json)
    assert "first-secret" not in kept
    assert "second-secret" not in kept


@pytest.mark.parametrize("odd", ["a b", "ü?&#", "x;y=z+1", "$[]{}@:,'\"", "{a}"])
def test_names_with_odd_characters_are_one_segment(
    workspace: Workspace, connect: Connect, name: str, lines: Path, odd: str
) -> None:
    odd = f"{name} {odd}"
    workspace.write({CONNECTOR: {"name": odd.replace("${", "$${"), "config": source(lines, name)}})
    workspace.apply()
    assert connect.names() == [odd]
    assert workspace.plan().changes == {}
    workspace.destroy()
    assert connect.names() == []
