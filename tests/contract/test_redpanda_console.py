"""The sandbox's data plane answers as a running Redpanda Console 3.2.2 did.

``redpanda_console.json`` has what was noted of its answers: a text with an ellipsis stands for any with that beginning
and end, null for a member that was not there, and members that are not named were not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from provider_lib.sandbox.pytest_plugin import sandbox
from provider_lib.sandbox.server import Sandbox
from tests.conformance.redpanda import CLUSTERS, api

__all__ = ["sandbox"]

RECORD = json.loads(Path(__file__).with_name("redpanda_console.json").read_text())
CASES = [
    pytest.param(scenario, number, id=f"{scenario['scenario']} {number}: {exchange['request']}")
    for scenario in RECORD
    for number, exchange in enumerate(scenario["exchanges"])
]


@pytest.fixture
def console(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client of the sandbox's data plane, on which connectors start at once."""
    sandbox.admin.switch(connect={"start_after_ms": 0})
    with api(sandbox) as client:
        yield client


@pytest.mark.parametrize(("scenario", "number"), CASES)
def test_the_sandbox_answers_as_the_console(
    sandbox: Sandbox, console: httpx.Client, scenario: dict[str, Any], number: int
) -> None:
    sandbox.admin.switch(**scenario.get("switches", {}))
    *before, recorded = scenario["exchanges"][: number + 1]
    for earlier in before:
        send(console, earlier)
    answer = send(console, recorded)
    body = answer.json() if answer.content else None
    is_alike = answer.status_code == recorded["status"] and holds(body, recorded["answer"])
    if reason := recorded.get("differs"):
        assert not is_alike, f"It no longer differs for the reason that is noted: {reason}"
    else:
        assert is_alike, f"{answer.status_code} {answer.text}"


def send(client: httpx.Client, recorded: dict[str, Any]) -> httpx.Response:
    """The answer to a recorded request."""
    method, path = recorded["request"].split()
    return client.request(method, f"{CLUSTERS}/redpanda{path}", json=recorded.get("body"))


def holds(found: Any, noted: Any) -> bool:
    """Whether an answer has all that was noted of one."""
    if isinstance(noted, dict):
        return isinstance(found, dict) and all(holds(found.get(key), value) for key, value in noted.items())
    if isinstance(noted, list):
        return isinstance(found, list) and len(found) == len(noted) and all(map(holds, found, noted))
    if isinstance(noted, str) and "…" in noted:
        beginning, end = noted.split("…")
        return isinstance(found, str) and found.startswith(beginning) and found.endswith(end)
    return bool(found == noted)
