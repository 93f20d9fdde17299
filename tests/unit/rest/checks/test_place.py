"""Whether an object can be made where it is planned: seen before the one that it replaces is deleted."""

from __future__ import annotations

import sys
from dataclasses import replace

from provider_lib.contract import Diagnostic
from provider_lib.spec import Api, Declarations, Parent, Resource, delete, get, key, post, put, required
from provider_lib.spec.types import UNKNOWN
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.toys import Room
from tests.unit.rest.widgets import TOYS


class Cellar(Room, Resource, system=TOYS, name="cellar"):
    """A room behind the only door that there is."""

    parent = replace(Room.parent, call=get("/door"), title="the door")


class Booth(Resource, system=TOYS, name="booth"):
    """A booth in a house, which is one of a street."""

    street: str = key("Street.")
    house: str = key("House.")
    name: str = key("Name.")
    colour: str = required("Colour.")

    api = Api(
        create=post("/booths"),
        read=get("/booths/{street}/{house}/{name}"),
        update=put("/booths/{street}/{house}/{name}"),
        delete=delete("/booths/{street}/{house}/{name}"),
    )
    parent = Parent(
        call=get("/streets/{street}/houses/{house}"), title="house {house}", not_ready="It is shut.", missing="gone"
    )


DECLARED = Declarations.of(sys.modules[__name__])


def life(make_core: MakeCore, shop: Shop, kind: str, **config: str) -> Life:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    life = Life(core, f"sluice_toys_{kind}", **{"house": "old", "name": "nook", "colour": "red"} | config)
    life.apply()
    return life


def test_a_parent_that_no_attribute_names_is_to_be_made_first(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /door", answer({"open": True}))
    cellar = life(make_core, shop, "cellar")
    shop.on("GET /door", NOT_THERE)
    assert refusal(cellar.plan, refresh=False, name="pit") == Diagnostic(
        "error",
        "the door is not there",
        "toys cellar old/pit could not be made, so what it replaces is left as it is. Make it first.",
    )


def test_of_the_attributes_that_name_a_parent_the_last_is_told(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /streets/*/houses/*", NOT_THERE)
    shop.on("GET /streets/main/houses/old", answer({}))
    shop.on("GET /booths/*/*/*", in_turn(NOT_THERE, answer({"name": "nook", "colour": "red"})))
    shop.on("POST /booths", answer(status=201))
    booth = life(make_core, shop, "booth", street="main")
    assert refusal(booth.plan, refresh=False, house="odl") == Diagnostic(
        "error",
        "house odl is not there",
        "toys booth main/odl/nook could not be made, so what it replaces is left as it is. Correct `house`, or make it "
        "first.",
        ("house",),
    )


def test_what_is_not_known_yet_of_an_object_does_not_hide_that_its_place_is_not_there(shop: Shop) -> None:
    attic = shop.room()
    attic.apply()
    assert refusal(attic.plan, house="odl", colour=UNKNOWN, lock=UNKNOWN).summary == "house odl is not there"


def test_an_object_is_not_in_its_own_way(shop: Shop) -> None:
    gift = shop.parcel()
    gift.apply()
    gift.is_tainted = True
    planned = gift.plan()
    shop.forget()
    planned.apply()
    assert (gift["id"], set(shop.parcels.objects)) == ("2", {"2"})
    assert shop.lines()[:3] == ["GET /parcels?name=gift", "GET /parcels/1", "DELETE /parcels/1"]
