"""The part of an object with which a write is answered is not asked for again, where the answer tells all of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from provider_lib.spec import (
    Api,
    Declarations,
    Parts,
    Resource,
    computed,
    config_map,
    delete,
    get,
    key,
    post,
    put,
    volatile,
)
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.scripted import Api as Script
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life
from tests.unit.rest.widgets import TOYS


class Lamp(Resource, system=TOYS, name="lamp"):
    """A lamp: what it is, and what it is doing, are asked for apart."""

    name: str = key("Name.")
    config: dict[str, str] = config_map("Config.", read_as="info.config")
    make: str = computed("Make.", wire="info.make")
    state: str = volatile("State.", wire="status.state")

    api = Api(
        create=post("/lamps", body={"name": "{name}", "config": "{config}"}),
        read=Parts({"info": get("/lamps/{name}"), "status": get("/lamps/{name}/status")}, written="info"),
        update=put("/lamps/{name}/config", body="{config}"),
        delete=delete("/lamps/{name}"),
    )


DECLARED = Declarations.of(sys.modules[__name__])


class Lamps(Script):
    """One lamp.

    Attributes:
        config: its configuration; None while there is no lamp.
        said: what writes are answered with beside, or in place of, what it is.
    """

    core: Core

    def __init__(self) -> None:
        super().__init__()
        self.config: dict[str, str] | None = None
        self.said: dict[str, Any] = {}
        self.on("POST /lamps", lambda request: self.write(request.json["config"]))
        self.on("PUT /lamps/lava/config", lambda request: self.write(request.json))
        self.on("GET /lamps/lava", lambda _: NOT_THERE if self.config is None else answer(self.info))
        self.on("GET /lamps/lava/status", self.status)

    @property
    def info(self) -> dict[str, Any]:
        return {"name": "lava", "config": self.config, "make": "Mathmos"}

    def write(self, config: dict[str, str]) -> Reply:
        self.config = config
        return answer({name: value for name, value in {**self.info, **self.said}.items() if value is not None})

    def status(self, _: Request) -> Reply:
        return NOT_THERE if self.config is None else answer({"state": "ON"})


@pytest.fixture
def lamps(make_core: MakeCore) -> Iterator[Lamps]:
    lamps = Lamps()
    with lamps.serving():
        lamps.core = make_core(DECLARED, {"SLUICE_TOYS_URL": lamps.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
        yield lamps


def lava(lamps: Lamps) -> Life:
    return Life(lamps.core, "sluice_toys_lamp", name="lava", config={"colour": "red"})


SEEN = {"name": "lava", "config": {"colour": "red"}, "make": "Mathmos", "state": "ON"}
LOOK, INFO, STATUS = "GET /lamps/lava", "GET /lamps/lava", "GET /lamps/lava/status"


def test_a_create_that_is_answered_with_a_part_asks_for_the_others(lamps: Lamps) -> None:
    assert lava(lamps).apply() == SEEN
    assert lamps.lines() == [LOOK, "POST /lamps", STATUS]


def test_a_change_asks_for_what_it_must_keep_and_for_the_other_parts(lamps: Lamps) -> None:
    lamp = lava(lamps)
    lamp.apply()
    planned = lamp.plan(config={"colour": "blue"})
    before = len(lamps.lines())
    assert planned.apply() == SEEN | {"config": {"colour": "blue"}}
    assert lamps.lines()[before:] == [INFO, "PUT /lamps/lava/config", STATUS]


@pytest.mark.parametrize(
    "said",
    [
        {"config": None},
        {"config": {"colour": "green"}},
        {"config": {}},
        {"make": None},
        {"config": "red"},
    ],
)
def test_an_answer_that_does_not_tell_all_or_something_else_is_asked_for_again(
    lamps: Lamps, said: dict[str, Any]
) -> None:
    lamps.said = said
    assert lava(lamps).apply() == SEEN
    assert lamps.lines() == [LOOK, "POST /lamps", INFO, STATUS]


def test_a_part_is_asked_for_when_a_form_that_only_a_read_shows_comes_back(lamps: Lamps) -> None:
    def show(_: Request) -> Reply:
        if lamps.config is None:
            return NOT_THERE
        return answer(lamps.info | {"config": {name: text.title() for name, text in lamps.config.items()}})

    lamps.on("GET /lamps/lava", show)
    lamp = lava(lamps)
    lamp.apply()
    lamp.apply()
    assert (lamp["config"], lamp.plan().is_empty) == ({"colour": "red"}, True)


def test_what_is_gone_after_its_create_is_looked_for_as_a_whole(lamps: Lamps) -> None:
    def vanish(_: Request) -> Reply:
        lamps.on("GET /lamps/lava/status", lamps.status)
        return NOT_THERE

    lamps.on("GET /lamps/lava/status", vanish)
    assert lava(lamps).apply() == SEEN
    assert lamps.lines() == [LOOK, "POST /lamps", STATUS, INFO, STATUS]
