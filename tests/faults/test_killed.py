"""Killed between the server's commit and Terraform's state: the next apply makes nothing twice and loses no key."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from provider_lib.state.journal import Entry, JournalFolder
from tests.conformance.lenses import CONNECTOR, ENVIRONMENT, connector, environment
from tests.conformance.streamkap import PASSWORD, SOURCE, found, source
from tests.core import Workspace
from tests.faults.test_interrupt import applying
from tests.until import until

LATE, THING = "sluice_lenses_environment.late", "sluice_rest_object.thing"
MADE = {LATE, CONNECTOR, SOURCE, THING}
HELD = 20.0
"""Seconds for which an answer is held: the process that waits for it is killed long before."""

CREATES = [r"POST .*/environments", r"POST .*/connectors", r"POST /streamkap/sources", r"POST /rest/things"]


@pytest.fixture
def stack(tmp_path: Path, sandbox: Sandbox) -> Workspace:
    """An environment whose agent is connected, in a workspace whose Terraform starts the provider itself."""
    folder = tmp_path / "stack"
    folder.mkdir()
    places = {"SLUICE_HOME": str(tmp_path / "home"), "SLUICE_JOURNAL": str(tmp_path / "journal")}
    workspace = Workspace(folder, sandbox.environment() | places | {"ORDERS_DB_PASSWORD": PASSWORD})
    workspace.write({ENVIRONMENT: environment()})
    workspace.run("init")
    workspace.apply()
    workspace.plan()
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    sandbox.admin.clear_requests()
    return workspace


def declare(workspace: Workspace, wait_for_agent: str | None = "10m", **thing: Any) -> None:
    """One object of each kind beside the environment."""
    secrets = {"secret_config": None, "secret_env": {"database.password": "ORDERS_DB_PASSWORD"}}
    workspace.write(
        {
            ENVIRONMENT: environment(),
            LATE: environment(name="late", wait_for_agent=wait_for_agent),
            CONNECTOR: connector(),
            SOURCE: source(**secrets),
            THING: {"path": "/things", "body": {"colour": "red"}} | thing,
        }
    )


def hold(sandbox: Sandbox, *lines: str) -> None:
    """Have the sandbox hold the answers to these requests, which it carries out."""
    for line in lines:
        method, path = line.split()
        sandbox.admin.fault("latency", method=method, path=f"{path}$", seconds=HELD)


def kill(workspace: Workspace, is_time: Callable[[], bool], only_the_provider: bool = False) -> None:
    """Kill an apply, or only the provider that it started, at the right moment."""
    with applying(workspace) as process:
        until(is_time)
        if only_the_provider:
            told = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
            for number in told.stdout.split():
                os.kill(int(number), signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=60)


def made(sandbox: Sandbox) -> dict[str, int]:
    """How many of each kind there are."""
    urls = sandbox.environment()
    things = httpx.get(f"{urls['SLUICE_REST_URL']}/things").json()
    asked = {"Authorization": f"Bearer {urls['SLUICE_LENSES_TOKEN']}"}
    environments = httpx.get(f"{urls['SLUICE_LENSES_URL']}/api/v1/environments", headers=asked).json()["items"]
    lines = sandbox.admin.connector("lenses/test/connect", "lines")["config"]
    return {
        "late": sum(item["name"] == "late" for item in environments),
        "lines": int(lines is not None),
        "orders": len(found(sandbox)),
        "things": len(things),
    }


ONE_OF_EACH = {"late": 1, "lines": 1, "orders": 1, "things": 1}


def left(workspace: Workspace) -> list[Entry]:
    return JournalFolder(Path(workspace.environment["SLUICE_JOURNAL"])).left()


def posts(sandbox: Sandbox) -> list[str]:
    return [
        item["path"]
        for item in sandbox.admin.requests()
        if item["method"] == "POST" and not item["path"].endswith(("/validate", "/access-token"))
    ]


def check_that_all_is_well(workspace: Workspace, sandbox: Sandbox) -> None:
    """Every object is there once, the state has it and its key, and nothing is left to do."""
    assert made(sandbox) == ONE_OF_EACH
    assert workspace.state().keys() == MADE | {ENVIRONMENT}
    assert sandbox.admin.connect_agent(workspace.state()[LATE]["agent_key"]) == "late"
    assert (workspace.plan().changes, workspace.tainted(), left(workspace)) == ({}, set(), [])


def kept(workspace: Workspace) -> list[Entry]:
    return [entry for entry, _ in JournalFolder(Path(workspace.environment["SLUICE_JOURNAL"])).all()]


def are_answered(workspace: Workspace, number: int) -> bool:
    """Whether so many were begun, and the answers to all of them came."""
    return [entry["told"] is not None for entry in kept(workspace)] == [True] * number


@pytest.mark.parametrize("only_the_provider", [False, True])
def test_what_was_answered_is_taken_over_with_its_key(
    stack: Workspace, sandbox: Sandbox, only_the_provider: bool
) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 60_000})
    declare(stack)
    hold(sandbox, "GET /rest/things/1")
    kill(stack, lambda: are_answered(stack, 4), only_the_provider)
    assert stack.state().keys() == {ENVIRONMENT}
    go_on(stack, sandbox)
    assert posts(sandbox) == []
    check_that_all_is_well(stack, sandbox)


def test_what_was_not_answered_is_found_by_its_name(stack: Workspace, sandbox: Sandbox) -> None:
    declare(stack, search={"key": "colour", "value": "red"})
    hold(sandbox, *CREATES)
    kill(stack, lambda: made(sandbox) == ONE_OF_EACH)
    assert stack.state().keys() == {ENVIRONMENT}
    assert [entry["told"] for entry in kept(stack)] == [None] * 4
    go_on(stack, sandbox, search={"key": "colour", "value": "red"})
    assert posts(sandbox) == ["/lenses/api/v1/environments/late/renew-key"]
    check_that_all_is_well(stack, sandbox)


def test_what_nobody_can_find_is_not_made_again_until_somebody_looked(stack: Workspace, sandbox: Sandbox) -> None:
    declare(stack)
    hold(sandbox, *CREATES)
    kill(stack, lambda: made(sandbox) == ONE_OF_EACH)
    sandbox.admin.clear_faults()
    declare(stack, wait_for_agent=None)
    assert "nobody knows whether rest object default/things was made" in stack.refuse()
    assert made(sandbox) == ONE_OF_EACH
    [entry] = [entry for entry in left(stack) if entry["told"] is None]
    stack.run("import", "-input=false", THING, "default/%2Fthings/1")
    JournalFolder(Path(stack.environment["SLUICE_JOURNAL"])).forget([entry["id"]])
    stack.apply()
    check_that_all_is_well(stack, sandbox)


def test_a_key_that_was_renewed_is_not_renewed_again(stack: Workspace, sandbox: Sandbox) -> None:
    stack.write({ENVIRONMENT: environment(agent_key_rotation="1", wait_for_agent="10m")})
    sandbox.admin.disconnect_agent("test")
    kill(stack, lambda: are_answered(stack, 1))
    stack.write({ENVIRONMENT: environment(agent_key_rotation="1")})
    stack.apply()
    assert posts(sandbox) == ["/lenses/api/v1/environments/test/renew-key"]
    assert sandbox.admin.connect_agent(stack.state()[ENVIRONMENT]["agent_key"]) == "test"
    assert (stack.plan().changes, left(stack)) == ({}, [])


def go_on(workspace: Workspace, sandbox: Sandbox, **thing: Any) -> None:
    """Apply again, on a server that holds nothing back."""
    sandbox.admin.clear_faults()
    sandbox.admin.clear_requests()
    sandbox.admin.switch(connect={"start_after_ms": 0})
    declare(workspace, wait_for_agent=None, **thing)
    workspace.apply()
