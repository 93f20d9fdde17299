"""An object whose name its server spells otherwise is found by that, though nobody remembers it.

The answer to its create never came; or it is tainted, and Terraform hands the delete of a tainted object nothing of
what was remembered, when another is made in its place.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.rest.core import refusal
from tests.unit.rest.crash import FORBIDDEN, Runs, apply_unheard, on
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_resume_respelled import small_robots
from tests.unit.rest.shop import FAILED, MODEL, Shop

Befalls = Callable[[Shop, Life], None]


def unheard(shop: Shop, robbie: Life) -> None:
    """It is made, and the answer does not come."""
    create, read = small_robots(shop)
    apply_unheard(shop, robbie, "POST /robots", create, "GET /robots/*", read)
    shop.forget()


def failed(shop: Shop, robbie: Life) -> None:
    """It is made, and fails."""
    small_robots(shop)
    shop.robots.sights = [FAILED, FAILED, FAILED]
    refusal(robbie.apply)
    shop.robots.sights = []
    shop.forget()


def writes(shop: Shop) -> list[str]:
    return [line for line in shop.lines("POST", "PUT", "DELETE") if "/check/" not in line]


@pytest.mark.parametrize("befalls", [unheard, failed])
def test_it_is_replaced_by_the_name_that_the_server_gave_it(shop: Shop, befalls: Befalls) -> None:
    robbie = shop.robot(name="Robbie")
    befalls(shop, robbie)
    assert (robbie.is_tainted, set(shop.robots.objects)) == (True, {"robbie"})
    assert robbie.apply()["name"] == "Robbie"
    assert (writes(shop), set(shop.robots.objects)) == (["DELETE /robots/robbie", "POST /robots"], {"robbie"})
    assert robbie.plan().is_empty


@pytest.mark.parametrize("befalls", [unheard, failed])
@pytest.mark.parametrize("refresh", [True, False])
def test_it_is_destroyed_by_the_name_that_the_server_gave_it(shop: Shop, befalls: Befalls, refresh: bool) -> None:
    robbie = shop.robot(name="Robbie")
    befalls(shop, robbie)
    robbie.destroy(refresh=refresh)
    assert (writes(shop), shop.robots.objects) == (["DELETE /robots/robbie"], {})


@pytest.mark.parametrize("befalls", [unheard, failed])
def test_it_is_changed_by_the_name_that_the_server_gave_it(shop: Shop, befalls: Befalls) -> None:
    robbie = shop.robot(name="Robbie")
    befalls(shop, robbie)
    robbie.is_tainted = False  # terraform untaint
    robbie.apply(config=MODEL | {"legs": "4"})
    assert writes(shop) == ["PUT /robots/robbie/config"]
    assert robbie.plan().is_empty


@pytest.mark.parametrize("befalls", [unheard, failed])
def test_what_another_address_took_over_is_not_deleted_for_a_replacement(
    shop: Shop, runs: Runs, befalls: Befalls
) -> None:
    former = on(runs, shop.robot(name="Robbie"))
    befalls(shop, former)
    runs.next(former)
    now = on(runs, shop.robot(name="robbie", on_exists="adopt"))
    with runs.core.walk():
        plan = former.plan(name="Rosie")
        now.apply()
        assert refusal(plan.apply).summary.endswith("is managed at another address now, so it is not deleted")
    assert "robbie" in shop.robots.objects


def test_a_server_that_shows_nothing_is_asked_to_delete_it_by_our_name(shop: Shop) -> None:
    robbie = shop.robot(name="Robbie")
    unheard(shop, robbie)
    shop.on("GET /robots/*", FORBIDDEN)
    robbie.destroy(refresh=False)
    assert shop.lines("DELETE") == ["DELETE /robots/Robbie"]
