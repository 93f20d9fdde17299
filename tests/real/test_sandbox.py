"""The sandbox's worker answers as a real one of the same version does, in status and in words.

Each request of ``exchanges`` is a test. One that fails shows what the sandbox said and what the real worker did: mend
the sandbox, or say in the table why the two differ.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from provider_lib.sandbox.server import Sandbox
from tests.real.comparable import Comparable, comparable
from tests.real.exchanges import SCENARIOS
from tests.real.exchanges.request import Request, Scenario
from tests.real.worker import PATIENCE, path

WORKERS = {"4.1.1": "current", "3.4.1": "old"}
"""The fixture of the real worker of each version."""
CASES = [
    pytest.param(version, scenario, number, id=f"{version}: {scenario.name} {number}: {request}"[:150])
    for version in WORKERS
    for scenario in SCENARIOS
    if scenario.is_about(version)
    for number, request in enumerate(scenario.requests)
]
BUSY = re.compile(r"momentarily|conflicting operation|rebalance is expected")
"""What a worker says to anything while it takes in a change."""

Played = Mapping[tuple[str, str], list[tuple[Comparable, Comparable]]]


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest) -> Played:
    """The answers of the sandbox and of the real worker to every scenario that is tested, by version and name."""
    specs = [getattr(item, "callspec", None) for item in request.session.items]
    asked = [spec.params for spec in specs if spec is not None]
    chosen = {version: [one["scenario"] for one in asked if one.get("version") == version] for version in WORKERS}
    urls = {
        version: request.getfixturevalue(WORKERS[version]).url for version, scenarios in chosen.items() if scenarios
    }
    with ThreadPoolExecutor() as both:
        plays = [both.submit(play, version, urls[version], chosen[version]) for version in urls]
        return {key: answers for one in plays for key, answers in one.result().items()}


@pytest.mark.parametrize(("version", "scenario", "number"), CASES)
def test_the_sandbox_answers_as_the_real_worker(played: Played, version: str, scenario: Scenario, number: int) -> None:
    ours, theirs = played[version, scenario.name][number]
    if reason := scenario.requests[number].differs:
        assert ours != theirs, f"It no longer differs for the reason that the table gives: {reason}"
    else:
        assert ours == theirs


def test_the_table_is_long_and_each_scenario_has_a_name_of_its_own() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
    assert len({(scenario.name, str(request)) for scenario in SCENARIOS for request in scenario.requests}) >= 100


def play(version: str, url: str, scenarios: list[Scenario]) -> Played:
    """The answers of both to each of ``scenarios``."""
    with (
        Sandbox(switches={"kafka_connect": {"version": version}}) as sandbox,
        worker(sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]) as ours,
        worker(url) as theirs,
    ):
        return {
            (version, scenario.name): list(zip(answers(ours, scenario), answers(theirs, scenario), strict=True))
            for scenario in dict.fromkeys(scenarios)
        }


def worker(url: str) -> httpx.Client:
    """A client of the worker; Jetty closes a connection without a word on which it has left a body unread."""
    return httpx.Client(base_url=url, trust_env=False, timeout=30, headers={"Connection": "close"})


def answers(client: httpx.Client, scenario: Scenario) -> list[Comparable]:
    """What a worker without connectors says to every request of ``scenario``."""
    try:
        return [answered(client, request) for request in scenario.requests]
    finally:
        for name in client.get("/connectors").json():
            settled(client, Request("DELETE", path(name)))


def answered(client: httpx.Client, request: Request) -> Comparable:
    """The answer to a request, once it holds what the request waits for."""
    answer = settled(client, request)
    if re.search(request.until, answer.text) is None:
        return answer.status_code, "", f"{client.base_url} was asked in vain until {request.until}: {answer.text}"
    return comparable(answer, str(client.base_url).rstrip("/"))


def settled(client: httpx.Client, request: Request) -> httpx.Response:
    """The answer of a worker that is not busy."""
    deadline = time.monotonic() + PATIENCE
    while True:
        answer = request.send(client)
        is_busy = answer.status_code in (409, 500) and BUSY.search(answer.text)
        if (not is_busy and re.search(request.until, answer.text)) or time.monotonic() > deadline:
            return answer
        time.sleep(0.05)
