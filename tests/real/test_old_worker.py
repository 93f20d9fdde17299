"""A real worker from before connectors could be stopped, or be made at rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core import Workspace
from tests.diagnostics import Said, error
from tests.real.kafka.cluster import Worker
from tests.real.worker import CONNECTOR, Connect, source


@pytest.fixture
def connect(old: Worker) -> Iterator[Connect]:
    """The old worker as somebody else sees it; the workspace is that of this one."""
    with Connect(old) as client:
        yield client
        client.clear()


@pytest.mark.parametrize(
    ("attribute", "value", "needs", "call"),
    [
        ("desired_state", "stopped", "3.5", "PUT /connectors/{name}/stop"),
        ("offsets", "[]", "3.6", "PATCH /connectors/{name}/offsets"),
        ("offsets_reset", "now", "3.6", "DELETE /connectors/{name}/offsets"),
    ],
)
def test_what_it_is_too_old_for_is_told_by_the_plan(
    workspace: Workspace, connect: Connect, name: str, lines: Path, attribute: str, value: str, needs: str, call: str
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name), attribute: value}})
    assert error(workspace) == Said(
        f"{attribute} needs Kafka Connect {needs} or newer",
        f"It takes {call}, which that version brought; this server is version {connect.worker.version}.",
        CONNECTOR,
    )


def test_a_connector_is_made_paused_changed_resumed_and_removed(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    def bring(desired: str, note: str) -> tuple[set[str], str]:
        config = source(lines, name, note=note)
        workspace.write({CONNECTOR: {"name": name, "config": config, "desired_state": desired}})
        workspace.apply()
        assert workspace.plan().changes == {}
        return set(connect.states(name)), connect.config(name)["note"]

    assert bring("paused", "old") == ({"PAUSED"}, "old")
    assert bring("paused", "new") == ({"PAUSED"}, "new")
    assert bring("running", "newer") == ({"RUNNING"}, "newer")
    workspace.destroy()
    assert connect.names() == []


def test_a_name_with_a_slash_is_one_segment(workspace: Workspace, connect: Connect, name: str, lines: Path) -> None:
    workspace.write({CONNECTOR: {"name": f"{name}/a%2Fb", "config": source(lines, name)}})
    workspace.apply()
    assert connect.names() == [f"{name}/a%2Fb"]
    assert workspace.plan().changes == {}
