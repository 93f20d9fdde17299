"""What a wait that ends in vain says that it saw last."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.sights import in_words
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.systems.confluent import FlinkAgent
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop

ACCEPTED = answer(status=202)
SHORT: dict[str, Any] = {"timeouts": {"delete": "300ms"}}


class Masking:
    """A client that knows a secret."""

    def masked(self, text: str) -> str:
        return text.replace("hunter2", "(secret)")


NOWHERE = Target(FlinkAgent, cast("Any", Masking()), threading.Event(), Versions(), SharedAnswers())


def made(life: Life) -> Life:
    life.apply()
    return life


def last_seen(detail: str) -> str:
    """The end of an error."""
    return detail.rpartition("\n\nThe last look saw: ")[2]


def test_a_delete_that_does_not_end_tells_the_state_of_what_runs(shop: Shop) -> None:
    robbie = made(shop.robot(**SHORT))
    shop.on("DELETE /robots/*", ACCEPTED)
    assert last_seen(refusal(robbie.destroy).detail) == "RUNNING, task 0 RUNNING"


def test_it_tells_the_status_that_the_object_says_where_a_wait_looks_for_one(desk: Desk) -> None:
    wait = {"update": {"status": "body:phase", "success": ["DONE"], "timeout": "200ms"}}
    ada = made(desk.thing({"name": "Ada"}, wait=wait, **SHORT))
    desk.on("GET /things/*", in_turn(desk.things.read, answer({"id": 1, "phase": "DELETING"})))
    desk.on("DELETE /things/*", ACCEPTED)
    assert last_seen(refusal(ada.destroy).detail) == "phase is DELETING"


@pytest.mark.parametrize(
    ("answered", "seen"),
    [
        (answer({"phase": "PENDING"}), "phase is PENDING"),
        (answer({"name": "Ada"}), "nothing at phase"),
        (NOT_THERE, "it is not there"),
    ],
)
def test_what_becomes_of_a_write_is_told_as_it_was_seen_last(desk: Desk, answered: Any, seen: str) -> None:
    wait = {"update": {"status": "body:phase", "success": ["DONE"], "path": "/jobs/1", "timeout": "200ms"}}
    ada = made(desk.thing({"name": "Ada"}, wait=wait))
    desk.on("GET /jobs/*", answered)
    assert last_seen(refusal(ada.apply, body={"name": "Eve"}).detail) == seen


def test_what_does_not_run_is_told_by_its_telemetry() -> None:
    remote = Remote(NOWHERE, FlinkAgent, {})
    assert in_words(remote, {"name": "helper", "status": {"phase": "DELETING"}}) == "phase is DELETING"
    assert in_words(remote, {"name": "helper"}) == "it is there"


def test_every_status_that_a_wait_looks_for_is_told(desk: Desk) -> None:
    wait = {
        "update": {"status": "body:phase", "success": ["DONE"]},
        "delete": {"status": "body:job.state", "success": ["DONE"], "timeout": "200ms"},
    }
    ada = made(desk.thing({"name": "Ada"}, wait=wait, **SHORT))
    desk.on("GET /things/*", in_turn(desk.things.read, answer({"id": 1, "phase": "BUSY", "job": {"state": "HALTED"}})))
    desk.on("DELETE /things/*", ACCEPTED)
    assert last_seen(refusal(ada.destroy).detail) in ("job.state is HALTED", "phase is BUSY, job.state is HALTED")


def test_all_that_is_known_of_what_does_not_run_is_told() -> None:
    view = {"status": {"phase": "DELETING"}, "metadata": {"updated_at": "2030-01-01T00:00:00Z"}}
    assert in_words(Remote(NOWHERE, FlinkAgent, {}), view) == "phase is DELETING, updated_at is 2030-01-01T00:00:00Z"


def test_a_secret_in_what_was_seen_is_masked() -> None:
    view = {"status": {"phase": "no hunter2"}, "metadata": {"updated_at": "hunter2"}}
    assert in_words(Remote(NOWHERE, FlinkAgent, {}), view) == "phase is no (secret), updated_at is (secret)"


@pytest.mark.parametrize(
    ("house", "seen"),
    [
        (NOT_THERE, "The last look saw: it is not there"),
        (answer({"open": False}), "The last look saw: open is false"),
        (answer({"open": None}), "The last look saw: open is not told"),
        (answer({}), "The last look saw: open is not told"),
        (
            answer({"message": "out of order"}, 500),
            "The last look failed: the toy shop could not read house new: out of order (500)\n"
            "GET /houses/new was answered with 500.",
        ),
    ],
)
def test_a_parent_that_does_not_get_ready_is_told_as_it_was_seen_last(shop: Shop, house: Any, seen: str) -> None:
    shop.on("GET /houses/*", house)
    attic = shop.room(house="new", wait_for_house="200ms")
    assert refusal(attic.apply).detail == f"The door of house new is shut.\n\n{seen}"


@pytest.mark.parametrize(
    ("room", "seen"), [({"lit": False}, "lit is false"), ({"lit": None}, "lit is not told"), ({}, "lit is not told")]
)
def test_what_is_waited_for_in_an_object_is_told_as_it_was_seen_last(
    shop: Shop, room: dict[str, Any], seen: str
) -> None:
    shown = answer({"id": "r1", "name": "attic", "colour": "red", **room})
    shop.on("GET /houses/*/rooms/*", in_turn(NOT_THERE, shown))
    attic = made(shop.room(wait_for_light="200ms"))
    assert [last_seen(item.detail) for item in attic.warnings] == [seen]


def test_what_is_waited_for_in_an_object_that_does_not_show_is_told_so(shop: Shop) -> None:
    shown = answer({"id": "r1", "name": "attic", "colour": "red", "lit": False})
    shop.on("GET /houses/*/rooms/*", in_turn(NOT_THERE, shown, NOT_THERE))
    attic = made(shop.room(wait_for_light="200ms"))
    assert [last_seen(item.detail) for item in attic.warnings] == ["it is not there"]
