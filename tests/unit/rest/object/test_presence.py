"""What is deleted while it is waited for ends the wait; a server that only seems not to have it does not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.errors import UnexpectedAnswer, Vanished
from provider_lib.rest.object import parent
from provider_lib.rest.object.presence import Presence
from provider_lib.spec import Declarations, Resource, get
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, STARTING, Shop
from tests.unit.rest.toys import Robot, Room, Runs
from tests.unit.rest.widgets import TOYS


class Mayfly(Runs, Resource, system=TOYS, name="mayfly"):
    """A robot whose server shows at once what is there."""

    api = replace(Robot.api, shows_within=0.0)
    lifecycle = Robot.lifecycle


class Nook(Room, Resource, system=TOYS, name="nook"):
    """A room whose server shows at once what is there, once it has started."""

    api = replace(Room.api, shows_within=0.0, witness=get("/houses"))


DECLARED = Declarations.of(sys.modules[__name__])
WAITS = {"wait": {"create": {"status": "body:state", "pending": ["creating"], "interval": "10ms"}}}
CREATING = answer({"id": 1, "name": "Ada", "state": "creating"})
GONE = (
    "rest object default/things/1 was deleted while it was waited for",
    "It was there, and the server says now that it is gone. The next plan makes it anew.",
)


def never() -> Any:
    raise AssertionError("it was looked at once more")


def unknown() -> Any:
    raise UnexpectedAnswer("nobody knows")


def test_what_was_never_seen_may_come() -> None:
    presence = Presence("ada", never, 0.0)
    for _ in range(3):
        presence.note(is_there=False)


def test_what_was_seen_and_is_gone_at_two_looks_on_end_was_deleted() -> None:
    presence = Presence("ada", lambda: None, 0.0)
    for is_there in (True, False, True, False):
        presence.note(is_there=is_there)
    with pytest.raises(Vanished, match=r"^ada was deleted while it was waited for"):
        presence.note(is_there=False)


@pytest.mark.parametrize(("look", "within"), [(dict, 0.0), (unknown, 0.0), (never, 60.0)])
def test_a_server_that_only_seems_not_to_have_it_is_asked_on(look: Callable[[], Any], within: float) -> None:
    presence = Presence("ada", look, within)
    presence.note(is_there=True)
    for _ in range(3):
        presence.note(is_there=False)


def test_a_write_is_not_waited_for_once_its_object_is_deleted(desk: Desk) -> None:
    desk.on("GET /things/*", in_turn(CREATING, CREATING, NOT_THERE))
    life = desk.thing({"name": "Ada"}, shows_within="0s", **WAITS)
    told = refusal(life.apply)
    assert (told.summary, told.detail) == GONE
    desk.things.objects.clear()
    assert life.plan().action == "create"


def test_a_server_that_starts_has_deleted_nothing(desk: Desk) -> None:
    desk.on("GET /things", NOT_THERE)
    desk.on(
        "GET /things/*",
        in_turn(CREATING, *[NOT_THERE] * 6, CREATING, answer({"id": 1, "name": "Ada", "state": "made"})),
    )
    desk.thing({"name": "Ada"}, shows_within="0s", **WAITS).apply()


def test_what_is_to_run_is_not_waited_for_once_it_is_deleted(make_core: MakeCore, shop: Shop) -> None:
    robbie = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_mayfly", name="robbie", config=MODEL)
    shop.robots.sights += [STARTING] * 99
    shop.on("GET /robots/*", in_turn(NOT_THERE, shop.robots.read, NOT_THERE))
    assert (
        refusal(robbie.apply, timeouts={"create": "4s"}).summary
        == "toys mayfly robbie was deleted while it was waited for"
    )


def test_what_is_to_run_and_only_seems_to_be_deleted_is_waited_for(make_core: MakeCore, shop: Shop) -> None:
    robbie = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_mayfly", name="robbie", config=MODEL)
    shop.robots.sights += [STARTING] * 3
    shop.on("GET /robots/*", in_turn(NOT_THERE, shop.robots.read, NOT_THERE, NOT_THERE, shop.robots.read))
    assert robbie.apply()["state"] == "RUNNING"


def test_a_rollback_brings_nothing_back_that_was_deleted(make_core: MakeCore, shop: Shop) -> None:
    robbie = Life(make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url}), "sluice_toys_mayfly", name="robbie", config=MODEL)
    robbie.apply(rollback_on_failure=True)
    planned = robbie.plan(config=MODEL | {"legs": "4"})
    shop.robots.sights += [STARTING] * 99
    shop.on("GET /robots/*", in_turn(shop.robots.read, shop.robots.read, NOT_THERE))
    shop.forget()
    assert refusal(planned.apply).summary == "toys mayfly robbie was deleted while it was waited for"
    assert len(shop.lines("PUT")) == 1


# A parent

SHUT, OPEN = answer({"open": False}), answer({"open": True})


@pytest.fixture
def _shows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Houses are shown at once."""
    monkeypatch.setattr(parent, "Presence", partial(Presence, shows_within=0.0))


@pytest.mark.usefixtures("_shows_at_once")
def test_a_parent_is_not_waited_for_once_it_is_deleted(shop: Shop) -> None:
    shop.on("GET /houses/*", in_turn(SHUT, SHUT, NOT_THERE))
    assert refusal(shop.room(wait_for_house="20s").apply) == Diagnostic(
        "error",
        "house old was deleted while it was waited for",
        "It was there, and the server says now that it is gone. Correct `house`, or make it first.",
    )


@pytest.mark.usefixtures("_shows_at_once")
def test_a_parent_that_only_seems_to_be_deleted_is_waited_for(shop: Shop) -> None:
    shop.on("GET /houses/*", in_turn(SHUT, SHUT, NOT_THERE, NOT_THERE, SHUT, OPEN))
    assert shop.room(wait_for_house="20s").apply()["colour"] == "red"


# What is observed

DARK = answer({"id": "r1", "name": "attic", "colour": "red", "lit": False})
LIT = answer({"id": "r1", "name": "attic", "colour": "red", "lit": True})


@pytest.fixture
def nook(make_core: MakeCore, shop: Shop) -> Life:
    """It is to be lit."""
    shop.on("GET /houses", answer(["old"]))
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url})
    return Life(core, "sluice_toys_nook", house="old", name="attic", colour="red", wait_for_light="20s")


def test_what_is_observed_is_not_waited_for_once_it_is_deleted(nook: Life, shop: Shop) -> None:
    shop.on("GET /houses/*/rooms/*", in_turn(NOT_THERE, DARK, DARK, NOT_THERE))
    assert nook.apply(wait_for_light="3s")["lit"] is False
    assert nook.warnings == [
        Diagnostic(
            "warning",
            "toys nook old/attic was deleted while it was waited for",
            "It was there, and the server says now that it is gone. The next plan makes it anew.",
        )
    ]


def test_what_is_observed_and_only_seems_to_be_deleted_is_waited_for(nook: Life, shop: Shop) -> None:
    shop.on("GET /houses/*/rooms/*", in_turn(NOT_THERE, DARK, DARK, NOT_THERE, NOT_THERE, DARK, LIT))
    assert (nook.apply()["lit"], nook.warnings) == (True, [])


def test_what_is_observed_is_waited_for_while_its_server_starts(nook: Life, shop: Shop) -> None:
    shop.on("GET /houses", NOT_THERE)
    shop.on("GET /houses/*/rooms/*", in_turn(NOT_THERE, DARK, DARK, *[NOT_THERE] * 6, LIT))
    assert (nook.apply()["lit"], nook.warnings) == (True, [])
