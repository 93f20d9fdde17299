"""A tainted object whose name the server spells otherwise is deleted by that name; its delete is told of none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scripted import NOT_THERE, Handler, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.crash import FORBIDDEN, lost
from tests.unit.rest.operations.test_resume_respelled import small_robots
from tests.unit.rest.shop import FAILED, Shop


def unheard(shop: Shop, create: Handler) -> None:
    shop.on("POST /robots", lost(create))
    shop.on("GET /robots/*", in_turn(NOT_THERE, FORBIDDEN))


def failed(shop: Shop, _: Handler) -> None:
    shop.robots.sights = [FAILED, FAILED, FAILED]


@pytest.mark.parametrize("befalls", [unheard, failed])
def test_a_tainted_object_is_replaced_by_the_name_that_the_server_gave_it(
    shop: Shop, befalls: Callable[[Shop, Handler], None]
) -> None:
    create, read = small_robots(shop)
    befalls(shop, create)
    robbie = shop.robot(name="Robbie")
    refusal(robbie.apply)
    assert (robbie.is_tainted, set(shop.robots.objects)) == (True, {"robbie"})
    shop.on("POST /robots", create)
    shop.on("GET /robots/*", read)
    shop.robots.sights = []
    shop.forget()
    assert robbie.apply()["name"] == "Robbie"
    assert [line for line in shop.lines("POST", "DELETE") if "/check/" not in line] == [
        "DELETE /robots/robbie",
        "POST /robots",
    ]
    assert set(shop.robots.objects) == {"robbie"}
    assert robbie.plan().is_empty
