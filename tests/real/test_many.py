"""Many connectors at once on a real worker, and one that it has nothing to tell of yet."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core import Workspace
from tests.real.worker import CONNECTOR, Connect, mirror, path, source

MANY = 15


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield "{}:{}".format(*server.getsockname())


def test_many_connectors_are_made_changed_and_removed_side_by_side_and_read_with_one_request(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    def write(note: str) -> None:
        each = {"count": MANY, "name": f"{name}-${{count.index}}", "config": source(lines, name, note=note)}
        workspace.write({CONNECTOR: each})

    def reads() -> tuple[int, int]:
        """How often the list was asked for, and how often a single connector."""
        return connect.logged('"GET /connectors?expand=info&expand=status'), connect.logged(f'"GET /connectors/{name}')

    write("old")
    workspace.apply()
    assert {tuple(connect.states(found)) for found in connect.names()} == {("RUNNING", "RUNNING")}
    assert len(connect.names()) == MANY
    before = reads()
    assert workspace.plan().changes == {}
    assert reads() == (before[0] + 1, before[1])
    write("new")
    workspace.apply()
    assert {connect.config(found)["note"] for found in connect.names()} == {"new"}
    assert {tuple(connect.states(found)) for found in connect.names()} == {("RUNNING", "RUNNING")}
    workspace.destroy()
    assert connect.names() == []


def test_a_connector_that_hangs_while_it_starts_is_there_although_the_list_leaves_it_out(
    workspace: Workspace, connect: Connect, name: str, silent: str
) -> None:
    timeouts = {f"source.cluster.{key}.timeout.ms": "2000" for key in ("request", "default.api")}
    workspace.write({CONNECTOR: {"name": name, "config": mirror(silent, **timeouts), "wait_for_running": False}})
    workspace.apply()
    assert connect.get("/connectors?expand=info&expand=status").json() == {}
    assert connect.get(path(name)).is_success
    assert workspace.plan().changes == {}
    assert workspace.state()[CONNECTOR]["state"] is None
