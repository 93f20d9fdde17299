"""How many requests it takes to make, change and delete several objects at once, by the sandbox's log of them.

docs/design/calls-of-an-apply.md says how each call that is not made stays safe.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.state.marks import Marks
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import Example
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life
from tests.unit.rest.test_every_resource import Stack

MANY = 4

ALSO_ASKED = re.compile(r"POST .*/(oauth/token|auth/access-token)|GET /kafka_connect/default/$")
"""Tokens and versions, once for each provider process."""


class Estate:
    """Several objects of one kind, each in a resource block of its own."""

    def __init__(self, core: Core, sandbox: Sandbox, lives: list[Life]) -> None:
        self._core, self._sandbox, self._lives = core, sandbox, lives
        self._names: set[str] = set()

    def planned(self, **changed: Any) -> dict[str, int]:
        """Plan all of them in one walk; the requests for it."""
        with self._core.walk():
            self._plans = [life.plan(**changed) for life in self._lives]
        return self._requests()

    def applied(self) -> dict[str, int]:
        """Apply what was planned in another walk; the requests for it."""
        with self._core.walk():
            for planned in self._plans:
                planned.apply()
        return self._requests()

    def destroyed(self) -> dict[str, int]:
        """Destroy all of them, without a refresh; the requests for it."""
        with self._core.walk():
            for life in self._lives:
                life.destroy(refresh=False)
        return self._requests()

    def _requests(self) -> dict[str, int]:
        asked = [f"{one['method']} {one['path']}" for one in self._sandbox.admin.requests()]
        self._sandbox.admin.clear_requests()
        for life in self._lives:
            known = {**life.config, **(life.state or {})}
            self._names |= {str(known[name]) for name in ("id", "name") if known.get(name)}
        return dict(Counter(self._short(line) for line in asked if not ALSO_ASKED.search(line)))

    def _short(self, line: str) -> str:
        """A request without what comes before its object or its collection."""
        method, _, path = line.partition(" ")
        steps = ["*" if step in self._names else step for step in path.split("/")]
        whole = steps.index("*") if "*" in steps else len(steps) - 1
        return " ".join([method, *steps[whole - 1 if steps[whole] == "validate" else whole :]])


@pytest.fixture
def estate(request: pytest.FixtureRequest, make_core: MakeCore, sandbox: Sandbox, tmp_path: Path) -> Estate:
    """Some of the resource that the test names."""
    sandbox.admin.switch(
        lenses={"agent_connects_after_ms": 0},
        streamkap={"pending_ms": 0, "starting_ms": 0, "update_ms": 0, "delete_ms": 0},
    )
    type_name = f"sluice_{request.param}"
    example = Example(CATALOGUE.resources[type_name])
    core = make_core(CATALOGUE, sandbox.environment() | example.variables(), None, Marks(tmp_path / "marks"))
    values = Stack(core, example).resolved(example.values)
    sandbox.admin.clear_requests()
    names = [{"name": f"one-{number}"} if "name" in values else {} for number in range(MANY)]
    return Estate(core, sandbox, [Life(core, type_name, **values | name) for name in names])


PAUSED = {
    "desired_state": "paused",
    "config": {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "tasks.max": "2",
        "topics": "orders",
        "connection.url": "jdbc:postgresql://db:5432/orders",
        "connection.user": "sink",
    },
}
VALIDATION = {"PUT config validate": MANY}
OF_LENSES = {"POST kafka-connect validate": MANY}
FIRST, FIRST_OF_LENSES = {"PUT config validate": 1}, {"POST kafka-connect validate": 1}
"""Until something was applied nobody knows that this is no plan: with ten at once, ten are validated again."""
KIND = {"GET connectors": 1}
"""The keys of the kind of source that all of them are."""


def kind(name: str, *expected: Any) -> Any:
    return pytest.param(name, *expected, id=name)


@pytest.mark.parametrize(
    ("estate", "planned", "applied"),
    [
        kind(
            "kafka_connect_connector",
            VALIDATION,
            FIRST | {"GET connectors": 1, "POST connectors": MANY, "GET * status": MANY},
        ),
        # Of a 404 Lenses must say whether the agent is there, and a create of a name that is taken fails there as any.
        kind(
            "lenses_connector",
            OF_LENSES,
            FIRST_OF_LENSES | {"GET *": 2 * MANY, "GET orders": MANY, "POST connectors": MANY},
        ),
        # Its create overwrites what is there: each is looked for by itself.
        kind(
            "redpanda_connector",
            {},
            {"GET *": MANY, "GET redpanda": MANY, "PUT * config": MANY, "GET * status": MANY},
        ),
        kind("streamkap_source", KIND, KIND | {"GET sources": 1, "POST sources": MANY, "GET *": MANY}),
        kind("streamkap_pipeline", {}, {"GET pipelines": 1, "POST pipelines": MANY, "GET *": MANY}),
        kind("confluent_flink_agent", {}, {"GET agents": 1, "POST agents": MANY}),
        kind("rest_object", {}, {"POST contacts": MANY, "GET *": MANY}),
    ],
    indirect=["estate"],
)
def test_objects_are_made_with_few_requests(estate: Estate, planned: dict[str, int], applied: dict[str, int]) -> None:
    assert (estate.planned(), estate.applied()) == (planned, applied)


@pytest.mark.parametrize(
    ("estate", "changed", "planned", "applied"),
    [
        kind(
            "kafka_connect_connector",
            PAUSED,
            VALIDATION | {"GET connectors": 1},
            FIRST | {"PATCH * config": MANY, "PUT * pause": MANY, "GET * status": MANY},
        ),
        kind(
            "redpanda_connector",
            PAUSED,
            {"GET connectors": 1},
            {"GET *": MANY, "PUT * config": MANY, "PUT * pause": MANY, "GET * status": MANY},
        ),
        kind(
            "streamkap_source",
            {"desired_state": "paused"},
            KIND | {"GET sources": 1},
            KIND | {"GET *": 2 * MANY, "PUT *": MANY},
        ),
        kind("confluent_flink_agent", {"prompt": "Sort it."}, {"GET *": MANY}, {"GET *": MANY, "PUT *": MANY}),
        kind("rest_object", {"body": {"email": "a@b.example"}}, {"GET *": MANY}, {"GET *": 2 * MANY, "PUT *": MANY}),
    ],
    indirect=["estate"],
)
def test_objects_are_changed_with_few_requests(
    estate: Estate, changed: dict[str, Any], planned: dict[str, int], applied: dict[str, int]
) -> None:
    estate.planned()
    estate.applied()
    assert (estate.planned(**changed), estate.applied()) == (planned, applied)


@pytest.mark.parametrize(
    ("estate", "destroyed"),
    [
        kind("kafka_connect_connector", {"DELETE *": MANY}),
        kind("lenses_connector", {"DELETE *": MANY}),
        kind("redpanda_connector", {"DELETE *": MANY}),
        # A delete takes its time there, and is waited for.
        kind("streamkap_source", {"DELETE *": MANY, "GET *": MANY}),
        kind("confluent_flink_agent", {"DELETE *": MANY}),
        kind("rest_object", {"DELETE *": MANY}),
    ],
    indirect=["estate"],
)
def test_objects_are_deleted_with_a_request_each(estate: Estate, destroyed: dict[str, int]) -> None:
    estate.planned()
    estate.applied()
    assert estate.destroyed() == destroyed
