"""Where a real connector goes on reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.core import Workspace
from tests.diagnostics import error
from tests.real.worker import CONNECTOR, Connect, eventually, path, sink, source

OUT = "sluice_kafka_connect_connector.out"


def at(file: Path, position: Any) -> str:
    """That a file is read on from this byte."""
    return json.dumps([{"partition": {"filename": str(file)}, "offset": {"position": position}}])


def test_a_new_connector_begins_where_it_is_told_to(
    workspace: Workspace, connect: Connect, name: str, lines: Path, out: Path
) -> None:
    begun = {"name": name, "config": source(lines, name), "offsets": at(lines, len("one\n"))}
    workspace.write({CONNECTOR: begun, OUT: {"name": f"{name}-out", "config": sink(out, name)}})
    workspace.apply()
    eventually(lambda: out.exists() and out.read_text() == "two\n", "the second line alone is through")
    assert connect.states(name) == ["RUNNING", "RUNNING"]
    assert connect.logged(f"Creating task {name}-0") == 1
    assert workspace.plan().changes == {}


def test_offsets_are_set_once_and_reset_once_and_it_runs_again(
    workspace: Workspace, connect: Connect, name: str, lines: Path, out: Path
) -> None:
    def bring(text: str, **values: str) -> None:
        workspace.write({CONNECTOR: reader | values, OUT: writer})
        workspace.apply()
        assert connect.states(name) == ["RUNNING", "RUNNING"]
        eventually(lambda: out.exists() and out.read_text() == text, f"{text!r} is through")
        assert workspace.plan().changes == {}

    reader, writer = {"name": name, "config": source(lines, name)}, {"name": f"{name}-out", "config": sink(out, name)}
    bring("one\ntwo\n")
    bring("one\ntwo\ntwo\n", offsets=at(lines, len("one\n")))
    bring("one\ntwo\ntwo\none\ntwo\n", offsets=at(lines, len("one\n")), offsets_reset="again")
    assert connect.logged(f'"PATCH /connectors/{name}/offsets') == 1
    assert connect.logged(f'"DELETE /connectors/{name}/offsets') == 1


@pytest.mark.parametrize(("desired", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_offsets_are_set_without_waking_what_rests(
    workspace: Workspace, connect: Connect, name: str, lines: Path, desired: str, state: str
) -> None:
    resting = {"name": name, "config": source(lines, name), "desired_state": desired}
    workspace.write({CONNECTOR: resting})
    workspace.apply()
    workspace.write({CONNECTOR: resting | {"offsets": at(lines, 4)}})
    workspace.apply()
    assert [entry["offset"] for entry in connect.offsets(name)] == [{"position": 4}]
    assert connect.states(name) == [state]
    assert connect.logged(f"Creating task {name}-0") == 0
    assert workspace.plan().changes == {}


def test_offsets_that_the_connector_refuses_leave_it_running_as_before(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    values = {"name": name, "config": source(lines, name)}
    workspace.write({CONNECTOR: values})
    workspace.apply()
    workspace.write({CONNECTOR: values | {"offsets": at(lines, "far")}})
    assert error(workspace, "apply").summary == (
        f"Kafka Connect could not alter offsets of kafka connect connector default/{name}: "
        "The value for the 'position' key in the offset is expected to be a Long value (500)"
    )
    eventually(lambda: connect.states(name) == ["RUNNING", "RUNNING"], "it runs again")
    assert workspace.plan().changes == {CONNECTOR: ["update"]}


def test_a_new_connector_forgets_what_one_of_its_name_left(
    workspace: Workspace, connect: Connect, name: str, lines: Path, out: Path
) -> None:
    connect.create(name, source(lines, name))
    eventually(lambda: [entry["offset"] for entry in connect.offsets(name)] == [{"position": 8}], "both lines are read")
    connect.delete(path(name)).raise_for_status()
    anew = {"name": name, "config": source(lines, name), "offsets_reset": "begin"}
    workspace.write(
        {CONNECTOR: anew, OUT: {"name": f"{name}-out", "config": sink(out, name), "offsets_reset": "begin"}}
    )
    workspace.apply()
    eventually(lambda: out.exists() and out.read_text() == "one\ntwo\none\ntwo\n", "both lines are through again")
    assert connect.states(name) == connect.states(f"{name}-out") == ["RUNNING", "RUNNING"]
    assert connect.logged(f"Creating task {name}-0") == 2
    assert workspace.plan().changes == {}


def test_a_reset_comes_before_offsets_that_are_set_and_nothing_runs_between_them(
    workspace: Workspace, connect: Connect, name: str, lines: Path, out: Path
) -> None:
    begun = {"name": name, "config": source(lines, name), "offsets": at(lines, 4), "offsets_reset": "begin"}
    workspace.write({CONNECTOR: begun, OUT: {"name": f"{name}-out", "config": sink(out, name)}})
    workspace.apply()
    eventually(lambda: out.exists() and out.read_text() == "two\n", "the second line alone is through")
    assert connect.logged(f"Creating task {name}-0") == 1
    workspace.write(
        {
            CONNECTOR: begun | {"offsets": at(lines, 0), "offsets_reset": "again"},
            OUT: {"name": f"{name}-out", "config": sink(out, name)},
        }
    )
    workspace.apply()
    eventually(lambda: out.read_text() == "two\none\ntwo\n", "both lines are through")
    assert connect.logged(f"Creating task {name}-0") == 2
    assert workspace.plan().changes == {}
