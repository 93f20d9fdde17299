"""Reading what is managed elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.spec import (
    DataSource,
    Declarations,
    Duration,
    Listing,
    Nested,
    Parent,
    computed,
    get,
    optional,
    required,
    wait_field,
)
from provider_lib.spec.types import DynamicValue
from tests.scripted import NOT_THERE, Api, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.widgets import TOYS

HOUSE = Parent(
    call=get("/houses/{house}"), title="house {house}", ready="open", not_ready="The door of house {house} is shut."
)


class Room(DataSource, system=TOYS, name="room"):
    """A room."""

    house: str = required("House.")
    name: str = optional("Name.", default="hall")
    wait_for_light: Duration | None = wait_field("How long to wait for light.", "lit", True)
    colour: str = computed("Colour.", wire="paint.colour")
    size: int = computed("Size.")
    lit: bool = computed("Whether there is light.")
    doors: list[str] = computed("Doors.")
    notes: Any = computed("Notes.")

    read = get("/houses/{house}/rooms/{name}", item=("room", ""))
    parent = HOUSE


class ListedRoom(Nested):
    """A room in a list."""

    name: str = computed("Name.")
    colour: str = computed("Colour.", wire="paint.colour")


class Rooms(DataSource, system=TOYS, name="rooms"):
    """The rooms of a house."""

    house: str = required("House.")
    colours: list[str] | None = optional("Only these colours.")
    rooms: list[ListedRoom] = computed("Rooms.")

    listing = Listing(call=get("/houses/{house}/rooms", query={"colour": "{colours}"}), items="rooms")
    into = "rooms"
    parent = HOUSE


class Attics(DataSource, system=TOYS, name="attics"):
    """The attics of a house, which are all that is answered."""

    house: str = required("House.")
    attics: list[ListedRoom] = computed("Attics.")

    listing = Listing(call=get("/houses/{house}/attics"))
    into = "attics"


DECLARED = Declarations.of(sys.modules[__name__])
NOTES = {"by": "Ada", "list": [1, None, True]}
HALL = {"room": {"paint": {"colour": "red"}, "size": "12", "lit": False, "doors": ["a", 2], "notes": NOTES}}


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()
    with api.server:
        yield api
    assert api.failures == []


@pytest.fixture
def core(make_core: MakeCore, api: Api) -> Core:
    api.on("GET /houses/*", answer({"open": True}))
    return make_core(DECLARED, {"SLUICE_TOYS_URL": api.url, "SLUICE_TOYS_MAX_RETRIES": "0"})


def test_everything_of_an_object_is_read(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms/hall", answer(HALL))
    assert core.read("sluice_toys_room", house="old") == {
        "house": "old",
        "name": "hall",
        "wait_for_light": None,
        "colour": "red",
        "size": 12,
        "lit": False,
        "doors": ["a", "2"],
        "notes": DynamicValue.of(NOTES),
    }
    assert api.lines() == ["GET /houses/old/rooms/hall"]


def test_what_an_answer_lacks_is_null(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms/*", answer({"size": None}))
    found = core.read("sluice_toys_room", house="old", name="attic")
    assert (found["colour"], found["size"], found["lit"], found["doors"]) == (None, None, None, None)


@pytest.mark.parametrize("answered", [{}, {"message": "Not Found", "code": 404}])
def test_an_answer_about_something_else_is_an_error(core: Core, api: Api, answered: Any) -> None:
    api.on("GET /houses/old/rooms/*", answer(answered))
    failure = refusal(core.read, "sluice_toys_room", house="old")
    assert (failure.summary, failure.detail) == (
        "Toys was asked to read toys room old and answered without it",
        "Expected any of paint.colour, size, lit, doors, notes in the answer.",
    )


def test_an_answer_about_another_object_is_an_error(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms/*", answer({"name": "hall", "size": 2}))
    failure = refusal(core.read, "sluice_toys_room", house="old", name="attic")
    assert (failure.summary, failure.detail) == (
        "toys room old was asked for, and the server answered with another object",
        "Asked for the name attic, it answered with hall. Nothing is taken from that answer.",
    )


def test_an_answer_that_spells_the_name_in_its_own_way_is_about_the_object(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms/*", answer({"name": "Attic", "size": 2}))
    found = core.read("sluice_toys_room", house="old", name="attic")
    assert (found["name"], found["size"]) == ("attic", 2)


@pytest.mark.parametrize(
    ("kind", "answered", "place"), [("rooms", {"rooms": ["a"]}, "rooms"), ("attics", [1], "the top")]
)
def test_a_list_of_something_else_is_an_error(core: Core, api: Api, kind: str, answered: Any, place: str) -> None:
    api.on(f"GET /houses/old/{kind}", answer(answered))
    assert refusal(core.read, f"sluice_toys_{kind}", house="old") == Diagnostic(
        "error",
        f"the answer to read toys {kind} old lists something else",
        f"Expected objects at {place} of the answer.",
    )


def test_what_does_not_exist_is_an_error(core: Core) -> None:
    assert refusal(core.read, "sluice_toys_room", house="old", name="attic") == Diagnostic(
        "error",
        "toys room old does not exist",
        "It was looked up in the API and is not there. Check its name, or make it first.",
    )


def test_what_cannot_be_read_is_an_error(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms/*", answer({"message": "go away"}, 403))
    assert refusal(core.read, "sluice_toys_room", house="old").summary == (
        "the toy shop refused to read toys room old: go away (403)"
    )


def test_a_field_is_waited_for(core: Core, api: Api) -> None:
    lit = {"room": {**HALL["room"], "lit": True}}
    api.on("GET /houses/old/rooms/*", in_turn(answer(HALL), answer(HALL), answer(lit)))
    assert core.read("sluice_toys_room", house="old", wait_for_light="20s")["lit"] is True
    assert len(api.lines()) == 3


def test_a_field_that_is_waited_for_in_vain_is_an_error(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms/*", answer(HALL))
    assert refusal(core.read, "sluice_toys_room", house="old", wait_for_light="200ms") == Diagnostic(
        "error",
        "lit of toys room old was not true in time",
        "It was waited for 200ms, as `wait_for_light` says.\n\nThe last look saw: lit is false",
    )


def test_a_list_is_read_whole(core: Core, api: Api) -> None:
    rooms = [{"name": "hall", "paint": {"colour": "red"}}, {"name": "attic"}]
    api.on("GET /houses/old/rooms", answer({"rooms": rooms}))
    assert core.read("sluice_toys_rooms", house="old", colours=["red", "blue"]) == {
        "house": "old",
        "colours": ["red", "blue"],
        "rooms": [{"name": "hall", "colour": "red"}, {"name": "attic", "colour": None}],
    }
    assert api.lines() == ["GET /houses/old/rooms?colour=red&colour=blue"]


def test_an_empty_list_is_one(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms", answer({"rooms": []}))
    assert core.read("sluice_toys_rooms", house="old")["rooms"] == []


def test_a_list_behind_a_parent_that_is_not_ready_says_so(core: Core, api: Api) -> None:
    api.on("GET /houses/*", answer({"open": False}))
    api.on("GET /houses/old/rooms", answer({"message": "nobody answers the door"}, 503))
    failure = refusal(core.read, "sluice_toys_rooms", house="old")
    assert (failure.summary, failure.detail.splitlines()[0]) == (
        "house old is not ready",
        "The door of house old is shut.",
    )


def test_a_list_that_cannot_be_read_is_an_error(core: Core, api: Api) -> None:
    api.on("GET /houses/old/rooms", NOT_THERE)
    assert refusal(core.read, "sluice_toys_rooms", house="old").summary == (
        "the toy shop could not read toys rooms old: no such thing (404)"
    )


def test_an_object_of_any_api_is_read_or_found(make_core: MakeCore, api: Api) -> None:
    from provider_lib.systems import CATALOGUE

    rest = make_core(CATALOGUE, {"SLUICE_REST_URL": api.url})
    api.on("GET /people", answer({"data": [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bob"}, {"id": 3}]}))
    api.on("GET /people/2", answer({"id": 2, "name": "Bob"}))
    bob = DynamicValue.of({"id": 2, "name": "Bob"})
    assert rest.read("sluice_rest_object", path="/people/2")["output"] == bob
    search = {"items": "data", "key": "name", "value": "Bob"}
    assert rest.read("sluice_rest_object", path="/people", search=search)["output"] == bob
    assert refusal(rest.read, "sluice_rest_object", path="/people", search=search | {"value": "Eve"}).summary == (
        "rest object /people does not exist"
    )


def test_what_sounds_secret_is_left_out_unless_it_is_asked_for(make_core: MakeCore, api: Api) -> None:
    from provider_lib.systems import CATALOGUE

    rest = make_core(CATALOGUE, {"SLUICE_REST_URL": api.url})
    found = {
        "name": "shop",
        "apiKey": "k-1",
        "token": 12345,
        "has_password": True,
        "password": None,
        "db": [{"url": "https://jo:hunter22@db", "host": "db", "credentials": {"user": "jo", "keys": ["a", "b"]}}],
    }
    api.on("GET /apps/1", answer(found))

    def read(**given: Any) -> Any:
        return rest.read("sluice_rest_object", path="/apps/1", **given)["output"].value

    assert read() == {
        "name": "shop",
        "has_password": True,
        "password": None,
        "db": [{"host": "db", "credentials": {"keys": []}}],
    }
    assert read(reveal=["**"]) == found
    assert read(reveal=["token", "db[*].credentials"]) == {
        "name": "shop",
        "token": 12345,
        "has_password": True,
        "password": None,
        "db": [{"host": "db", "credentials": {"user": "jo", "keys": ["a", "b"]}}],
    }
