"""What becomes true late: a commit after an error, a change that fails after it was accepted, a name not free yet."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.hostile.deeds import done_then
from tests.hostile.scene import CONNECTOR, TAG, THING, scene_of
from tests.hostile.server import Exchange, answer

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
