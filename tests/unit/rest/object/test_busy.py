"""A server that is busy with something else: what it has surely not done, or may do twice, is sent again."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import Reply, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import MODEL, Shop

BUSY = answer({"message": "it is being painted"}, 409)
LOST = answer({"message": "the foreman left with the order"}, 500)
DONE = answer(status=204)
KNOCK = "POST /houses/old/rooms/attic/knock"


@pytest.fixture
def attic(shop: Shop) -> Life:
    """A room, on whose door a knock is heard each time."""
    attic = shop.room()
    attic.apply()
    shop.forget()
    return attic


def test_what_must_not_be_done_twice_is_sent_again_after_a_refusal(shop: Shop, attic: Life) -> None:
    shop.on(KNOCK, in_turn(BUSY, BUSY, DONE))
    attic.apply(knock="1")
    assert shop.lines("POST") == [KNOCK] * 3


@pytest.mark.parametrize("unclear", [LOST, answer({"message": "it is being painted"}, 500)])
def test_what_must_not_be_done_twice_is_not_sent_again_when_it_may_have_been_done(
    shop: Shop, attic: Life, unclear: Reply
) -> None:
    shop.on(KNOCK, in_turn(unclear, DONE))
    assert refusal(attic.apply, knock="1").summary.startswith("the toy shop could not knock of toys room old/attic: ")
    assert shop.lines("POST") == [KNOCK]


def test_a_change_is_sent_again_until_its_time_is_up(shop: Shop) -> None:
    robbie = shop.robot(timeouts={"update": "1s"})
    robbie.apply()
    shop.on("PUT /robots/*/config", BUSY)
    assert refusal(robbie.apply, config=MODEL | {"legs": "4"}) == Diagnostic(
        "error",
        "the toy shop refused to update toys robot robbie: it is being painted (409)",
        "PUT /robots/robbie/config was answered with 409.\n"
        "It was tried again until time was up; `timeouts` can allow more.",
    )
    assert len(shop.lines("PUT")) > 2
