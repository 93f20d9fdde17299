"""The life of a connector on a real worker, from its making to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core import Workspace
from tests.real.worker import CONNECTOR, Connect, eventually, path, sink, source

pytestmark = pytest.mark.xdist_group("kafka")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file of two lines."""
    file = tmp_path / "in.txt"
    file.write_text("one\ntwo\n")
    return file


def test_created_connectors_move_data_and_the_next_plan_is_empty(
    workspace: Workspace, connect: Connect, lines: Path
) -> None:
    out = lines.with_name("out.txt")
    reader, writer = "sluice_kafka_connect_connector.reader", "sluice_kafka_connect_connector.writer"
    workspace.write(
        {
            reader: {"name": "lines-in", "config": source(lines, "lines")},
            writer: {"name": "lines-out", "config": sink(out, "lines", **{"tasks.max": "1"})},
        }
    )
    workspace.apply()
    eventually(lambda: out.exists() and out.read_text() == "one\ntwo\n", "both lines are through")
    state = workspace.state()
    assert {
        name: (
            state[name]["id"],
            state[name]["type"],
            state[name]["state"],
            [task["state"] for task in state[name]["tasks"]],
        )
        for name in (reader, writer)
    } == {
        reader: ("default/lines-in", "source", "RUNNING", ["RUNNING"]),
        writer: ("default/lines-out", "sink", "RUNNING", ["RUNNING"]),
    }
    assert workspace.plan().changes == {}
    workspace.destroy()
    assert connect.get("/connectors").json() == []
