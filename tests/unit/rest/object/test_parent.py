"""What an object lives behind: what its absence means, and that it is not asked in vain."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from typing import Any, cast

import pytest

from provider_lib.errors import ApiError, NotReady
from provider_lib.rest.object.parent import how_to_have, refuse_unready
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.versions import Versions
from provider_lib.spec import Declarations, Listing, Resource, get, timeouts
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.toys import Room, Timeouts
from tests.unit.rest.widgets import TOYS

PAINTED = answer({"message": "it is being painted"}, 409)
CLOSED = answer({"message": "nobody answers the door"}, 503)


class Cell(Room, Resource, system=TOYS, name="cell"):
    """A room of a house of which nothing is known while it is missing."""

    parent = replace(Room.parent, missing="error", ready=None)


class Hut(Room, Resource, system=TOYS, name="hut"):
    """A room whose making may take only so long."""

    timeouts: Timeouts | None = timeouts()


class Loft(Room, Resource, system=TOYS, name="loft"):
    """A room of a house that lies inside of the answer about it."""

    parent = replace(Room.parent, call=get("/houses/{house}", item=("house",)))


class Wing(Room, Resource, system=TOYS, name="wing"):
    """A room that is read by a list of all in its house."""

    api = replace(Room.api, read_many=Listing(call=get("/houses/{house}/rooms"), match={"name": "name"}))


DECLARED = Declarations.of(sys.modules[__name__])


def core(make_core: MakeCore, shop: Shop, retries: int = 0) -> Core:
    return make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": str(retries)})


def life(core: Core, kind: str) -> Life:
    """A room that is in state."""
    life = Life(core, f"sluice_toys_{kind}", house="old", name="attic", colour="red")
    life.apply()
    return life


def test_of_a_missing_parent_it_may_be_known_that_nothing_is_known(make_core: MakeCore, shop: Shop) -> None:
    cell = life(core(make_core, shop), "cell")
    shop.rooms.houses.clear()
    for doing, call in (("read", cell.refresh), ("delete", lambda: cell.destroy(refresh=False))):
        told = refusal(call)
        assert (told.summary, told.path) == ("house old is not there", ("house",))
        assert told.detail.startswith(
            "Correct `house`, or make it first.\n\n"
            f"The server's own words: the toy shop could not {doing} toys cell old/attic: no such thing (404)"
        )
    assert cell.state is not None


def test_an_object_cannot_be_made_behind_a_parent_that_is_not_there(shop: Shop) -> None:
    shop.rooms.houses.clear()
    shop.on("POST /houses/*/rooms", NOT_THERE)
    told = refusal(shop.room().apply)
    assert (told.summary, told.path) == ("house old is not there", ("house",))


def test_a_parent_that_need_only_be_there_is_ready(make_core: MakeCore, shop: Shop) -> None:
    cell = life(core(make_core, shop), "cell")
    shop.rooms.objects.clear()
    assert cell.refresh().state is None
    shop.on("GET /houses/*/rooms/*", CLOSED)
    cell = Life(cell.core, "sluice_toys_cell", house="old", name="attic", colour="red", wait_for_house="20s")
    assert (
        refusal(cell.apply).summary == "the toy shop could not read toys cell old/attic: nobody answers the door (503)"
    )


def test_what_lies_behind_a_parent_that_is_not_ready_is_not_asked_again(make_core: MakeCore, shop: Shop) -> None:
    attic = life(core(make_core, shop, retries=9), "room")
    shop.forget()
    shop.rooms.houses["old"]["open"] = False
    assert refusal(attic.refresh).summary == "house old is not ready"
    assert shop.lines() == ["GET /houses/old/rooms/attic", "GET /houses/old", "GET /houses/old"]


def test_a_list_behind_a_parent_that_is_not_ready_is_not_asked_again(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /houses/*/rooms", answer([{"name": "attic", "colour": "red"}]))
    attic = life(core(make_core, shop, retries=9), "wing")
    shop.forget()
    shop.on("GET /houses/*/rooms", CLOSED)
    shop.rooms.houses["old"]["open"] = False
    assert refusal(attic.refresh).summary == "house old is not ready"
    assert shop.lines() == ["GET /houses/old/rooms", "GET /houses/old", "GET /houses/old"]


def test_what_lies_behind_a_parent_that_is_ready_is_asked_again(make_core: MakeCore, shop: Shop) -> None:
    attic = life(core(make_core, shop, retries=1), "room")
    shop.forget()
    shop.on("GET /houses/*/rooms/*", CLOSED)
    assert refusal(attic.refresh).summary.endswith("nobody answers the door (503)")
    assert shop.lines("GET").count("GET /houses/old/rooms/attic") == 2


def test_what_lies_behind_a_parent_that_cannot_be_asked_is_asked_again(make_core: MakeCore, shop: Shop) -> None:
    attic = life(core(make_core, shop, retries=1), "room")
    shop.forget()
    shop.on("GET /houses/*/rooms/*", CLOSED)
    shop.on("GET /houses/*", NOT_THERE)
    shop.on("GET /houses/old", answer({"message": "go away"}, 403))
    assert refusal(attic.refresh).summary.endswith("nobody answers the door (503)")
    assert shop.lines("GET").count("GET /houses/old/rooms/attic") == 2


def test_an_answer_without_the_parent_is_as_good_as_none(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /houses/*", answer({"message": "ask later"}))
    loft = Life(core(make_core, shop), "sluice_toys_loft", house="old", name="attic", colour="red")
    assert refusal(loft.apply, wait_for_house="200ms").detail == (
        "The door of house old is shut.\n\nThe last look saw: it is not there"
    )


def test_the_error_about_a_parent_has_all_that_the_server_said() -> None:
    target = Target(Room, cast("Any", None), threading.Event(), Versions(), SharedAnswers())
    error = ApiError("no (503)", "Later.", status=503, body={"message": "no"}, request_id="r-1", speaker="the door")
    with pytest.raises(NotReady) as caught:
        refuse_unready(target, {"open": False}, error, {"house": "old"})
    told = caught.value
    assert (told.summary, told.detail, told.status, told.body, told.request_id, told.speaker) == (
        "house old is not ready",
        "The door of house old is shut.\n\nThe server's own words: no (503)\nLater.",
        503,
        {"message": "no"},
        "r-1",
        "the door",
    )


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("/towns/{town}/houses/{house}", "Correct `house`, or make it first."),
        ("/houses/{house}/in/{town}", "Correct `house`, or make it first."),
        ("/towns/{town}", "Correct `town`, or make it first."),
        ("/house", "Make it first."),
    ],
)
def test_what_names_a_parent_that_is_not_there_is_to_be_corrected(path: str, advice: str) -> None:
    assert how_to_have(replace(Room.parent, call=get(path)), Room) == advice


def hut_of_a_house_that_opens_late(make_core: MakeCore, shop: Shop) -> Life:
    shut, opened = answer({"open": False}), answer({"open": True})
    shop.on("GET /houses/*", in_turn(*[shut] * 5, opened))
    return Life(core(make_core, shop), "sluice_toys_hut", house="old", name="attic", colour="red")


def test_the_time_that_a_parent_took_is_given_back(make_core: MakeCore, shop: Shop) -> None:
    hut = hut_of_a_house_that_opens_late(make_core, shop)
    shop.on("POST /houses/old/rooms", in_turn(PAINTED, shop.rooms.create))
    hut.apply(wait_for_house="20s", timeouts={"create": "1s"})
    assert shop.lines("POST") == ["POST /houses/old/rooms"] * 2


def test_no_more_time_is_given_back_than_a_parent_took(make_core: MakeCore, shop: Shop) -> None:
    hut = hut_of_a_house_that_opens_late(make_core, shop)
    shop.on("POST /houses/old/rooms", PAINTED)
    told = refusal(hut.apply, wait_for_house="20s", timeouts={"create": "1s"})
    assert told.detail.endswith("\nIt was tried again until time was up; `timeouts` can allow more.")
