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
    nowhere = Target(FlinkAgent, cast("Any", None), threading.Event(), Versions(), SharedAnswers())
    remote = Remote(nowhere, FlinkAgent, {})
    assert in_words(remote, {"name": "helper", "status": {"phase": "DELETING"}}) == "phase is DELETING"
    assert in_words(remote, {"name": "helper"}) == "it is there"


def test_a_parent_that_does_not_come_is_told(shop: Shop) -> None:
    attic = shop.room(house="new", wait_for_house="200ms")
    assert last_seen(refusal(attic.apply).detail) == "it is not there"
