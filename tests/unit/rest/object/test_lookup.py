"""What tells one object from others: its id in an answer, and what names it in a list."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.rest.object.lookup import is_usable
from provider_lib.spec import Api, Declarations, Listing, Resource, delete, get, post, put, required, server_id
from tests.scripted import DROP, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS


class Shelf(Resource, system=TOYS, name="shelf"):
    """A shelf, which two names tell from others."""

    aisle: str = required("Aisle.")
    name: str = required("Name.")
    id: str = server_id("Id.")

    api = Api(
        create=post("/shelves"),
        read=get("/shelves/{id}"),
        find=Listing(call=get("/shelves"), items="shelves", match={"name": "name", "aisle": "aisle"}),
        update=put("/shelves/{id}"),
        delete=delete("/shelves/{id}"),
    )
    identity = ("id",)
    known_as = ("name",)


DECLARED = Declarations.of(sys.modules[__name__])

BIG = 9007199254740993
"""The smallest number that a float cannot hold."""

ADA = {"id": 1, "name": "Ada"}
BY_NAME = {"key": "name", "value": "Ada", "items": "data"}


@pytest.mark.parametrize(
    ("created", "id_from", "found"),
    [
        (answer({"id": 7}, 201), None, "7"),
        (answer({"id": BIG}, 201), None, str(BIG)),
        (answer({"id": True}, 201), None, "true"),
        (answer({"id": Decimal("1.50")}, 201), None, "1.50"),
        (answer({"id": Decimal("7.0")}, 201), None, "7"),
        (answer({"id": 0}, 201), None, "0"),
        (answer({"id": "a b/c"}, 201), None, "a b/c"),
        (answer({"id": None}, 201, location="/things/7"), None, "7"),
        (answer({"id": {"x": 1}}, 201, location="/things/7"), None, "7"),
        (answer({"id": [1]}, 201, location="/things/7"), None, "7"),
        (answer({"id": 8}, 201, location="/things/7"), "header:Location", "7"),
        (answer(status=201, location="/things/a%2Fb/"), None, "a/b"),
        (answer(status=201, location="https://api.example.com/v1/things/7?full=1#x"), None, "7"),
        (answer(status=201, location="http://api.example.com/v1/things/MAX/"), None, "MAX"),
        (answer({"id": "7" * 1000}, 201), None, "7" * 1000),
        (answer({"attributes": {"id": 7}, "id": 8}, 201), "body:attributes.id", "7"),
        (answer({"data": [{"id": 7}]}, 201), "body:data.0.id", "7"),
        (answer("seven", 201), "body", "seven"),
        (Reply(201, "seven\n", {"content-type": "text/plain"}), "body", "seven"),
    ],
)
def test_an_id_is_taken_from_where_an_answer_has_it(
    desk: Desk, created: Reply, id_from: str | None, found: str
) -> None:
    desk.on("POST /things", created)
    desk.on("GET /things/*", answer({"name": "Ada"}))
    assert desk.thing({"name": "Ada"}, id_from=id_from).apply()["id"] == found


@pytest.mark.parametrize(
    ("id_from", "expected"),
    [(None, "`body.id` or `header.location`"), ("body:a.b", "`body.a.b`"), ("header:X-Id", "`header.x-id`")],
)
def test_an_answer_without_an_id_says_where_it_was_expected(desk: Desk, id_from: str | None, expected: str) -> None:
    desk.on("POST /things", answer({"name": "Ada"}, 201))
    assert refusal(desk.thing({"name": "Ada"}, id_from=id_from).apply) == Diagnostic(
        "error",
        "rest object default/things is there, but nothing tells its id",
        f"It was expected at {expected} of the answer. Correct where its id is looked for, if it lies elsewhere.\n"
        "rest object default/things is not in the state: look for it in the API, and import or delete it.",
    )


@pytest.mark.parametrize("text", [None, "", " ", ".", " ..", "7" * 1001, "a\nb", "a\x00b", "a\ufffd"])
def test_what_no_request_can_carry_is_no_id(text: str | None) -> None:
    assert not is_usable(text)


def test_an_id_stays_what_it_is_whatever_answers_say(desk: Desk) -> None:
    ada = desk.thing({"name": "Ada"})
    ada.apply()
    desk.on("GET /things/1", answer(ADA | {"id": 99}))
    assert refusal(ada.refresh).summary.endswith("was asked for, and the server answered with another object")
    assert ada["id"] == "1"


def test_a_path_without_an_id_names_the_object(desk: Desk) -> None:
    def put(request: Request) -> Reply:
        desk.on("GET /settings/ma%20in", answer(request.json))
        return answer(status=204)

    desk.on("PUT /settings/ma%20in", put)
    create = {"method": "PUT", "path": "/settings/ma%20in"}
    main = desk.thing({"x": 1}, path="/settings", object_path="{path}/ma%20in", create=create)
    assert main.apply()["id"] == "ma in"
    assert desk.lines() == ["GET /settings/ma%20in", "PUT /settings/ma%20in", "GET /settings/ma%20in"]
    assert main.plan().is_empty


# In a list


def in_list(desk: Desk, *items: Any) -> None:
    desk.on("GET /things", answer({"data": list(items)}))


@pytest.fixture
def ada(desk: Desk) -> Life:
    """An object that is read by searching for it."""
    desk.on("GET /things", lambda _: answer({"data": list(desk.things.objects.values())}))
    ada = desk.thing({"name": "Ada"}, search=BY_NAME)
    ada.apply()
    desk.forget()
    return ada


def test_an_object_is_told_by_what_names_it(desk: Desk, ada: Life) -> None:
    in_list(desk, {"id": 7}, {"id": 8, "name": None}, {"id": 9, "name": "Adam"}, ADA)
    assert ada.plan().is_empty
    assert desk.lines() == ["GET /things"]


def test_an_object_that_is_not_in_the_list_is_gone(desk: Desk, ada: Life) -> None:
    in_list(desk, {"id": 9, "name": "Adam"})
    assert ada.refresh().state is None


def test_an_object_whose_name_the_server_spells_otherwise_is_found_by_its_id(desk: Desk, ada: Life) -> None:
    in_list(desk, {"id": 2, "name": "Eve"}, ADA | {"name": "ADA"})
    planned = ada.plan()
    assert (planned.action, ada["id"], ada["body"].value) == ("update", "1", {"name": "ADA"})


def test_two_objects_of_one_name_are_ambiguous(desk: Desk) -> None:
    in_list(desk, ADA, ADA | {"id": 2})
    assert refusal(desk.thing({"name": "Ada"}, search=BY_NAME).apply) == Diagnostic(
        "error",
        "rest object default/things is ambiguous: 2 objects have name Ada",
        "Nobody can tell which of them is meant, so nothing is done. Rename or remove the others.",
    )
    assert desk.things.objects == {}


def test_of_two_objects_of_one_name_the_one_with_the_known_id_is_meant(desk: Desk, ada: Life) -> None:
    in_list(desk, ADA | {"id": 2, "size": 5}, ADA)
    assert ada.plan().is_empty


def test_what_somebody_else_made_under_the_same_name_is_not_ours(desk: Desk, ada: Life) -> None:
    in_list(desk, ADA | {"id": 2})
    planned = ada.plan()
    assert planned.action == "create"
    assert refusal(planned.apply).summary == "rest object default/things/2 exists already"
    assert (desk.lines("POST", "PUT", "DELETE"), ada.state) == ([], None)


def test_an_object_that_moved_to_another_page_meanwhile_is_one(desk: Desk, ada: Life) -> None:
    in_list(desk, ADA, ADA | {"seen": "later"})
    assert ada.plan().is_empty


def shelf(make_core: MakeCore, shop: Shop) -> Life:
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})
    return Life(core, "sluice_toys_shelf", aisle="A", name="Top")


def test_two_objects_of_the_same_names_are_told_with_all_of_them(make_core: MakeCore, shop: Shop) -> None:
    shop.on("GET /shelves", answer({"shelves": [{"id": number, "name": "Top", "aisle": "A"} for number in (1, 2)]}))
    assert refusal(shelf(make_core, shop).apply).summary == (
        "toys shelf Top is ambiguous: 2 objects have name Top and aisle A"
    )


def test_only_an_object_of_which_all_names_are_almost_the_same_may_be_what_was_made(
    make_core: MakeCore, shop: Shop
) -> None:
    there = [
        {"id": 7, "name": "top", "aisle": "a"},
        {"id": 8, "name": "bottom", "aisle": "A"},
        {"id": 9, "name": "top"},
        {"id": 10, "name": "TOP", "aisle": "A"},
    ]
    shop.on("GET /shelves", in_turn(answer({"shelves": []}), answer({"shelves": there})))
    shop.on("POST /shelves", DROP)
    assert refusal(shelf(make_core, shop).apply).detail.partition("\nThe server has ")[2] == (
        "top and a, TOP and A, which may be what was made: look for it in the API, and import or delete it.\n"
        "It may have been made all the same: look for it in the API, and import or delete it."
    )


def test_where_nobody_can_tell_whether_an_object_has_almost_its_names_it_may_have_been_made(
    make_core: MakeCore, shop: Shop
) -> None:
    nothing, forbidden = answer({"shelves": []}), answer({"message": "go away"}, 403)
    shop.on("GET /shelves", in_turn(nothing, nothing, forbidden))
    shop.on("POST /shelves", answer({"message": "not yet"}, 501))
    assert refusal(shelf(make_core, shop).apply) == Diagnostic(
        "error",
        "the toy shop could not create toys shelf Top: not yet (501)",
        "POST /shelves was answered with 501.\n"
        "It may have been made all the same: look for it in the API, and import or delete it.",
    )


def test_an_object_may_be_found_by_its_id(desk: Desk) -> None:
    desk.on("GET /things", lambda _: answer(list(desk.things.objects.values())))
    ada = desk.thing({"name": "Ada"}, search={})
    ada.apply()
    desk.things.objects["2"] = {"id": 2, "name": "Ada"}
    assert ada.plan().is_empty
