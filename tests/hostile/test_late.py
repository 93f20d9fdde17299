"""What becomes true late: a commit after an error, a change that fails after it was accepted, a name not free yet."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.hostile.deeds import done_then
from tests.hostile.scene import CONNECTOR, TAG, THING, Scene, scene_of
from tests.hostile.server import Exchange, answer
from tests.unit.rest.core import refusal

SEARCH = {"path": "/things", "items": "items", "key": "name", "value": "ada"}
WAIT = {"status": "body:phase", "pending": ["PENDING"], "success": ["READY"]}


@pytest.mark.parametrize("status", [500, 502, 504])
@pytest.mark.parametrize("kind", [CONNECTOR, TAG], ids=["connector", "tag"])
def test_what_is_made_some_seconds_after_an_error_is_found(kind: Any, status: int) -> None:
    with scene_of(kind) as scene:
        scene.server.misbehave(kind.create, done_then(status, 2.0), times=1)
        scene.suffer("apply")
        assert scene.life.state is not None
        scene.recover()


def test_what_is_made_some_seconds_after_an_error_is_found_by_its_search() -> None:
    with scene_of(THING) as scene:
        scene.life.config |= {"search": SEARCH}
        scene.server.misbehave(THING.create, done_then(500, 2.0), times=1)
        scene.suffer("apply")
        assert scene.life.state is not None
        scene.recover()


@pytest.mark.parametrize("phase", ["FAILED", "PENDING"])
def test_a_create_that_is_accepted_and_comes_to_nothing_is_kept_and_said(phase: str) -> None:
    with scene_of(THING) as scene:
        scene.life.config |= {"wait": {"create": {**WAIT, "timeout": "1s"}, "update": None, "delete": None}}

        def accept(exchange: Exchange) -> None:
            exchange.carry_out()
            exchange.send(answer({"id": 1, "phase": phase}, 202))

        scene.server.misbehave(THING.create, accept)
        scene.server.misbehave("GET /things/.*", lambda it: it.send(answer({"id": 1, "phase": phase})))
        [error] = scene.suffer("apply")
        assert phase in error.summary + error.detail
        assert scene.life.is_tainted
        scene.server.behave()
        scene.life.config |= {"wait": None}
        scene.recover()


def test_a_name_that_is_free_only_later_is_waited_for() -> None:
    with scene_of(THING) as scene:
        scene.life.config |= {"search": SEARCH}
        scene.life.apply()

        def later(exchange: Exchange) -> None:
            threading.Timer(1.5, exchange.carry_out).start()
            exchange.send(answer({"phase": "DELETING"}, 202))

        scene.server.misbehave("DELETE .*", later, times=1)
        scene.suffer("destroy")
        assert scene.life.state is None
        assert scene.world.objects == {}
        scene.recover()


def leaving(scene: Scene, seconds: float) -> None:
    """Somebody's object of the same name is on its way out for so long."""
    scene.world.objects["77"] = {"id": 77, "name": "ada", "phase": "DELETING"}
    threading.Timer(seconds, lambda: scene.world.objects.pop("77")).start()


def test_a_create_waits_for_an_object_that_is_on_its_way_out_where_it_is_said_how_to_see_that() -> None:
    with scene_of(THING) as scene:
        going = {"status": "body:phase", "pending": ["DELETING"]}
        scene.life.config |= {"search": SEARCH, "wait": {"delete": going}}
        leaving(scene, 1.5)
        assert scene.life.apply()["id"] == "1"
        scene.recover()


def test_a_create_that_waits_for_it_in_vain_says_what_it_saw() -> None:
    with scene_of(THING) as scene:
        going = {"status": "body:phase", "pending": ["DELETING"], "timeout": "300ms"}
        scene.life.config |= {"search": SEARCH, "wait": {"delete": going}}
        leaving(scene, 3.0)
        error = refusal(scene.life.apply)
        assert error.detail.endswith("The last look saw: phase is DELETING")
        assert scene.life.state is None


def test_an_object_that_stays_is_in_the_way() -> None:
    with scene_of(THING) as scene:
        going = {"status": "body:phase", "pending": ["DELETING"]}
        scene.life.config |= {"search": SEARCH, "wait": {"delete": going}}
        scene.world.objects["77"] = {"id": 77, "name": "ada", "phase": "READY"}
        [error] = scene.suffer("apply")
        assert "exists already" in error.summary
