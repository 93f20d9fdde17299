"""Connectors at rest on a real worker, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core import Workspace
from tests.real.worker import CONNECTOR, Connect, eventually, path, source


@pytest.mark.parametrize(("desired", "state"), [("paused", "PAUSED"), ("stopped", "STOPPED")])
def test_a_connector_that_is_made_at_rest_never_runs_before_it_is_told_to(
    workspace: Workspace, connect: Connect, name: str, lines: Path, desired: str, state: str
) -> None:
    resting = {"name": name, "config": source(lines, name), "desired_state": desired}
    workspace.write({CONNECTOR: resting})
    workspace.apply()
    assert (workspace.state()[CONNECTOR]["state"], connect.states(name)) == (state, [state])
    assert workspace.plan().changes == {}
    assert connect.logged(f"Creating task {name}-0") == 0
    assert connect.offsets(name) == []
    workspace.write({CONNECTOR: resting | {"desired_state": "running"}})
    workspace.apply()
    assert connect.states(name) == ["RUNNING", "RUNNING"]
    eventually(lambda: connect.offsets(name) != [], "the file is read")


def test_a_connector_is_paused_stopped_and_resumed(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    def bring(desired: str) -> list[str]:
        """The states that the worker tells as soon as the apply has ended."""
        workspace.write({CONNECTOR: {"name": name, "config": source(lines, name), "desired_state": desired}})
        workspace.apply()
        return connect.states(name)

    assert bring("running") == ["RUNNING", "RUNNING"]
    assert bring("paused") == ["PAUSED", "PAUSED"]
    assert bring("stopped") == ["STOPPED"]
    assert bring("running") == ["RUNNING", "RUNNING"]
    assert workspace.plan().changes == {}


def test_a_configuration_changes_without_waking_what_is_stopped(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    stopped = {"name": name, "desired_state": "stopped"}
    workspace.write({CONNECTOR: stopped | {"config": source(lines, name)}})
    workspace.apply()
    workspace.write({CONNECTOR: stopped | {"config": source(lines, name, note="new")}})
    workspace.apply()
    assert (connect.config(name)["note"], connect.states(name)) == ("new", ["STOPPED"])
    assert connect.logged(f"Creating task {name}-0") == 0


def test_a_pause_made_elsewhere_shows_as_drift_and_is_mended(
    workspace: Workspace, connect: Connect, name: str, lines: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": source(lines, name)}})
    workspace.apply()
    connect.put(f"{path(name)}/pause").raise_for_status()
    eventually(lambda: connect.states(name) == ["PAUSED", "PAUSED"], "it is paused")
    assert workspace.plan().difference(CONNECTOR)["desired_state"] == ("paused", "running")
    workspace.apply()
    assert connect.states(name) == ["RUNNING", "RUNNING"]
