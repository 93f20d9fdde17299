"""Ctrl-C while the provider waits: what was made is kept as it is, and the next apply goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.lenses import CONNECTOR, ENVIRONMENT, environment, with_connector
from tests.core import CORE, Workspace


@pytest.fixture
def launching(tmp_path: Path, sandbox: Sandbox) -> Workspace:
    """A workspace whose Terraform starts the provider itself."""
    folder = tmp_path / "stack"
    folder.mkdir()
    environ = sandbox.environment() | {"SLUICE_HOME": str(tmp_path / "home")}
    workspace = Workspace(folder, environ)
    workspace.write(with_connector())
    workspace.run("init")
    return workspace


@contextmanager
def applying(workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    """An apply in a process group of its own, as a shell would start it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [*CORE, "apply", "-auto-approve", "-input=false", "-no-color"],
        cwd=workspace.folder,
        env=kept | {"CHECKPOINT_DISABLE": "1"} | dict(workspace.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def interrupt_when(process: subprocess.Popen[str], is_time: Callable[[], bool]) -> str:
    """Press Ctrl-C at the right moment; all that the process then says."""
    deadline = time.monotonic() + 60
    while not is_time():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    return said


def test_a_connector_that_was_being_waited_for_is_kept_and_waited_for_again_but_not_made_anew(
    launching: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 60_000})

    def is_waiting() -> bool:
        return any(item["path"].endswith("/connectors/lines") and item["status"] == 200 for item in requests(sandbox))

    with applying(launching) as process:
        said = interrupt_when(process, is_waiting)
    assert process.returncode == 1
    assert "stopped waiting: lenses connector test/connect/lines is not running yet" in said
    assert (launching.tainted(), launching.state().keys()) == (set(), {ENVIRONMENT, CONNECTOR})
    assert launching.plan().changes == {CONNECTOR: ["update"]}


def test_an_agent_that_was_being_waited_for_leaves_the_environment_with_its_key(
    launching: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    launching.write({ENVIRONMENT: environment(wait_for_agent="10m")})

    def is_waiting() -> bool:
        return any(item["path"].endswith("/environments/test") and item["status"] == 200 for item in requests(sandbox))

    with applying(launching) as process:
        said = interrupt_when(process, is_waiting)
    assert process.returncode == 1
    assert "stopped waiting: agent_connected of lenses environment test is not true yet" in said
    assert sandbox.admin.connect_agent(launching.state()[ENVIRONMENT]["agent_key"]) == "test"
    assert (launching.tainted(), launching.plan().changes) == (set(), {})


def requests(sandbox: Sandbox) -> list[dict[str, str | int | None]]:
    return sandbox.admin.requests()
