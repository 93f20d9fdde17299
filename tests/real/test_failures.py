"""What a real worker tells of connectors that fail, and what is done about it."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from tests.core import Workspace
from tests.diagnostics import error
from tests.real.worker import CONNECTOR, Connect, eventually, mirror, path, sink

FAILED = ["RUNNING", "FAILED"]
RUNS = ["RUNNING", "RUNNING"]


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A file in a folder that is not there."""
    return tmp_path / "missing" / "out.txt"


def test_a_task_that_fails_is_told_with_its_real_trace_and_cause(
    workspace: Workspace, connect: Connect, name: str, nowhere: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": sink(nowhere, name)}})
    said = error(workspace, "apply")
    assert said.summary == f"kafka connect connector default/{name} failed: task 0 is FAILED"
    first, *_, cause, _, advice = said.detail.splitlines()
    assert first == (
        "org.apache.kafka.connect.errors.ConnectException: "
        f"Couldn't find or create file '{nowhere}' for FileStreamSinkTask"
    )
    assert cause == f"Caused by: java.nio.file.NoSuchFileException: {nowhere}"
    assert advice.startswith("Mend what the trace names and apply again")
    assert workspace.tainted() == {CONNECTOR}
    assert connect.names() == [name]


def test_a_connector_that_failed_when_it_was_made_is_made_again(
    workspace: Workspace, connect: Connect, name: str, out: Path, nowhere: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": sink(nowhere, name)}})
    error(workspace, "apply")
    workspace.write({CONNECTOR: {"name": name, "config": sink(out, name)}})
    assert workspace.plan().changes == {CONNECTOR: ["delete", "create"]}
    workspace.apply()
    assert connect.states(name) == RUNS
    assert workspace.plan().changes == {}


def test_a_connector_that_fails_itself_is_told_with_its_real_trace_and_cause(workspace: Workspace, name: str) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": mirror("nowhere.invalid:9092")}})
    said = error(workspace, "apply")
    assert said.summary == f"kafka connect connector default/{name} failed"
    assert "No resolvable bootstrap urls given in bootstrap.servers" in said.detail


def test_a_task_that_fails_at_first_is_restarted(
    workspace: Workspace, connect: Connect, name: str, nowhere: Path
) -> None:
    def mend() -> None:
        eventually(lambda: connect.states(name) == FAILED, "the task has failed")
        nowhere.parent.mkdir()

    workspace.write(
        {
            CONNECTOR: {
                "name": name,
                "config": sink(nowhere, name),
                "auto_restart": {"attempts": 5, "backoff": "1s"},
            }
        }
    )
    mending = threading.Thread(target=mend)
    mending.start()
    workspace.apply()
    mending.join()
    assert connect.states(name) == RUNS
    assert workspace.plan().changes == {}


def test_a_task_that_still_fails_after_the_last_restart_is_an_error(
    workspace: Workspace, connect: Connect, name: str, nowhere: Path
) -> None:
    restart = {"attempts": 2, "backoff": "500ms"}
    workspace.write({CONNECTOR: {"name": name, "config": sink(nowhere, name), "auto_restart": restart}})
    assert error(workspace, "apply").summary == f"kafka connect connector default/{name} failed: task 0 is FAILED"
    assert connect.logged(f"Creating task {name}-0") == 3


def test_a_change_that_makes_tasks_fail_is_an_error(workspace: Workspace, name: str, out: Path, nowhere: Path) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": sink(out, name)}})
    workspace.apply()
    workspace.write({CONNECTOR: {"name": name, "config": sink(nowhere, name)}})
    said = error(workspace, "apply")
    assert said.summary == f"kafka connect connector default/{name} failed: task 0 is FAILED"
    assert re.search(f"NoSuchFileException: {nowhere}", said.detail)


def test_a_change_that_makes_tasks_fail_is_taken_back_where_that_is_wanted(
    workspace: Workspace, connect: Connect, name: str, out: Path, nowhere: Path
) -> None:
    values = {"name": name, "rollback_on_failure": True}
    workspace.write({CONNECTOR: values | {"config": sink(out, name)}})
    workspace.apply()
    workspace.write({CONNECTOR: values | {"config": sink(nowhere, name)}})
    said = error(workspace, "apply")
    assert "The former configuration was put back and is in force." in said.detail
    assert connect.config(name)["file"] == str(out)
    eventually(lambda: connect.states(name) == RUNS, "it runs again")
    assert workspace.plan().changes == {CONNECTOR: ["update"]}


def test_a_change_that_mends_a_failed_task_is_not_taken_for_another_failure(
    workspace: Workspace, connect: Connect, name: str, out: Path, nowhere: Path
) -> None:
    workspace.write({CONNECTOR: {"name": name, "config": sink(nowhere, name), "wait_for_running": False}})
    workspace.apply()
    eventually(lambda: connect.states(name) == FAILED, "the task has failed")
    workspace.write({CONNECTOR: {"name": name, "config": sink(out, name)}})
    workspace.apply()
    assert connect.states(name) == RUNS
    assert connect.get(path(name)).json()["config"]["file"] == str(out)
