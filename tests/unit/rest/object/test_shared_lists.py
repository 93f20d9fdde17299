"""One list that serves all reads of a walk, and what is done when it does not have an object."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from provider_lib.spec import Api, Declarations, Listing, PageNumber, Resource, delete, get, key, post, put, required
from tests.scripted import NOT_THERE, Reply, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop
from tests.unit.rest.widgets import TOYS

ITEM = "/boxes/{box}/items/{name}"


def calls(**listing: Any) -> Api:
    """The calls about an item of a box, read by a list."""
    match = {"box": "in", "name": "meta.name"}
    return Api(
        create=post("/boxes/{box}/items"),
        read=get(ITEM),
        read_many=Listing(**{"call": get("/boxes/{box}/items"), "items": "items", "match": match} | listing),
        update=put(ITEM),
        delete=delete(ITEM),
    )


class Item(Resource, system=TOYS, name="item"):
    """An item of a box."""

    box: str = key("Box.")
    name: str = key("Name.")
    colour: str = required("Colour.")

    api = calls()


class Keyed(Item, system=TOYS, name="keyed"):
    """An item of a list that is an object."""

    api = calls(keyed=True, items="", match={"name": "name"})


class Modern(Item, system=TOYS, name="modern"):
    """An item that only newer servers list."""

    api = calls(call=get("/boxes/{box}/items", since="3.0"))


class Sought(Item, system=TOYS, name="sought"):
    """An item of a list that is asked for by what is sent."""

    api = calls(call=post("/search", body={"box": "{box}"}, repeatable=True))


class Labelled(Item, system=TOYS, name="labelled"):
    """An item whose name is a part of what the list has."""

    api = calls(match={"name": "label"}, excerpts={"name": r"^an item: (\w+)$"})


class Paged(Item, system=TOYS, name="paged"):
    """An item on one of many pages."""

    api = calls(paging=PageNumber(per_page=2))


DECLARED = Declarations.of(sys.modules[__name__])


def item(name: str, colour: str = "red", box: Any = "7") -> dict[str, Any]:
    return {"in": box, "meta": {"name": name}, "name": name, "colour": colour}


@pytest.fixture
def core(make_core: MakeCore, shop: Shop) -> Core:
    shop.on("POST /boxes/*/items", lambda request: answer(item(request.json["name"]), 201))
    shop.on("GET /boxes/*/items/*", lambda request: answer(item(request.name)))
    return make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url, "SLUICE_TOYS_MAX_RETRIES": "0"})


def stored(core: Core, shop: Shop, name: str, kind: str = "item") -> Life:
    """An item in state."""
    life = Life(core, f"sluice_toys_{kind}", box="7", name=name, colour="red")
    life.state = life.kind.config(life.config)
    shop.forget()
    return life


def test_one_list_serves_all_reads_of_a_walk(core: Core, shop: Shop) -> None:
    a, b = stored(core, shop, "a"), stored(core, shop, "b")
    shop.on("GET /boxes/7/items", answer({"items": [item("a", "blue"), item("b", "green")]}))
    with core.walk():
        assert (a.refresh()["colour"], b.refresh()["colour"]) == ("blue", "green")
    assert shop.lines() == ["GET /boxes/7/items"]
    assert (a.refresh()["colour"], len(shop.lines())) == ("blue", 2)


def test_each_box_has_a_list_of_its_own(core: Core, shop: Shop) -> None:
    a, b = stored(core, shop, "a"), Life(core, "sluice_toys_item", box="8", name="a", colour="red")
    b.state = b.kind.config(b.config)
    shop.on("GET /boxes/7/items", answer({"items": [item("a", "blue")]}))
    shop.on("GET /boxes/8/items", answer({"items": [item("a", "green", box=8)]}))
    with core.walk():
        assert (a.refresh()["colour"], b.refresh()["colour"]) == ("blue", "green")


def test_lists_that_are_asked_for_by_what_is_sent_are_told_apart_by_that(core: Core, shop: Shop) -> None:
    a, b = stored(core, shop, "a", "sought"), Life(core, "sluice_toys_sought", box="8", name="a", colour="red")
    b.state = b.kind.config(b.config)
    colours = {"7": "blue", "8": "green"}
    shop.on("POST /search", lambda asked: answer({"items": [item("a", colours[asked.json["box"]], asked.json["box"])]}))
    with core.walk():
        assert (a.refresh()["colour"], b.refresh()["colour"]) == ("blue", "green")
    assert (shop.lines(), shop.bodies("POST")) == (["POST /search", "POST /search"], [{"box": "7"}, {"box": "8"}])


def test_an_item_is_told_by_all_that_names_it(core: Core, shop: Shop) -> None:
    a = stored(core, shop, "a")
    shop.on("GET /boxes/7/items", answer({"items": [item("a", "blue", box="8"), item("ab", "blue"), {"in": "7"}]}))
    assert a.refresh()["colour"] == "red"
    assert shop.lines() == ["GET /boxes/7/items", "GET /boxes/7/items/a"]


def test_a_name_may_be_a_part_of_what_the_list_has(core: Core, shop: Shop) -> None:
    a = stored(core, shop, "a", "labelled")
    labels = {"a": "red", "an item: b": "green", None: "black", "an item: a": "blue"}
    items = [item("?", colour) | {"label": label} for label, colour in labels.items()]
    shop.on("GET /boxes/7/items", answer({"items": items}))
    assert a.refresh()["colour"] == "blue"


def test_objects_that_a_list_names_in_another_way_are_found_in_a_list_of_their_own(core: Core, shop: Shop) -> None:
    a, b = stored(core, shop, "a"), stored(core, shop, "b", "labelled")
    items = [item("a", "blue"), item("?", "green") | {"label": "an item: b"}]
    shop.on("GET /boxes/7/items", answer({"items": items}))
    with core.walk():
        assert (a.refresh()["colour"], b.refresh()["colour"]) == ("blue", "green")
    assert shop.lines() == ["GET /boxes/7/items"] * 2


def test_an_object_of_whose_name_a_list_has_several_is_asked_for_itself(core: Core, shop: Shop) -> None:
    a = stored(core, shop, "a")
    shop.on("GET /boxes/7/items", answer({"items": [item("a", "blue"), item("a", "green")]}))
    assert a.refresh()["colour"] == "red"
    assert shop.lines() == ["GET /boxes/7/items", "GET /boxes/7/items/a"]


def test_an_object_that_a_list_does_not_have_is_asked_for_itself(core: Core, shop: Shop) -> None:
    a = stored(core, shop, "a")
    shop.on("GET /boxes/7/items", answer({"items": []}))
    assert a.refresh()["colour"] == "red"
    shop.on("GET /boxes/*/items/*", NOT_THERE)
    assert a.refresh().state is None


@pytest.mark.parametrize("refused", [answer({"message": "no"}, status) for status in (403, 404, 410)])
def test_a_list_that_may_not_be_seen_says_nothing(core: Core, shop: Shop, refused: Reply) -> None:
    a = stored(core, shop, "a")
    shop.on("GET /boxes/7/items", refused)
    assert a.refresh()["colour"] == "red"
    assert shop.lines() == ["GET /boxes/7/items", "GET /boxes/7/items/a"]


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_a_list_that_fails_fails_every_read(core: Core, shop: Shop, status: int) -> None:
    a, b = stored(core, shop, "a"), stored(core, shop, "b")
    shop.on("GET /boxes/7/items", answer({"message": "no"}, status))
    with core.walk():
        assert refusal(a.refresh).summary.endswith(f"read toys item 7/a: no ({status})")
        with pytest.raises(Refused):
            b.refresh()
    assert shop.lines() == ["GET /boxes/7/items"]
    assert (a["colour"], b["colour"]) == ("red", "red")


def test_a_list_that_holds_none_is_an_error(core: Core, shop: Shop) -> None:
    a = stored(core, shop, "a")
    shop.on("GET /boxes/7/items", answer({"items": {}}))
    failure = refusal(a.refresh)
    assert (failure.summary, failure.detail) == (
        "the answer to read toys item 7/a holds no list",
        "Expected a list at items of the answer to GET /boxes/7/items.",
    )


def test_a_list_may_be_an_object(core: Core, shop: Shop) -> None:
    a = stored(core, shop, "a", "keyed")
    shop.on("GET /boxes/7/items", answer({"x": item("b"), "y": item("a", "blue")}))
    assert a.refresh()["colour"] == "blue"
    shop.on("GET /boxes/7/items", answer("none"))
    assert refusal(a.refresh).detail == "Expected a list at the top of the answer to GET /boxes/7/items."


@pytest.mark.parametrize(("version", "asked"), [("2.9", "/boxes/7/items/a"), ("3.0", "/boxes/7/items")])
def test_a_list_that_the_server_does_not_know_yet_is_not_asked(
    core: Core, shop: Shop, version: str, asked: str
) -> None:
    a = stored(core, shop, "a", "modern")
    shop.on("GET /version", answer({"version": version}))
    shop.on("GET /boxes/7/items", answer({"items": [item("a")]}))
    a.refresh()
    assert shop.lines() == ["GET /version", f"GET {asked}"]


def test_all_pages_of_a_list_are_read(core: Core, shop: Shop) -> None:
    b = stored(core, shop, "e", "paged")
    pages = {"1": [item("a"), item("b")], "2": [item("c"), item("d")], "3": [item("e", "blue")]}
    shop.on("GET /boxes/7/items", lambda request: answer({"items": pages[request.query["page"]]}))
    assert b.refresh()["colour"] == "blue"
    assert shop.lines() == [f"GET /boxes/7/items?page={number}&page_size=2" for number in (1, 2, 3)]


def searched(desk: Desk, name: str, **values: Any) -> Life:
    """An object in state that is read by a search in the list of all."""
    made = desk.thing({"name": name}, search={"key": "name", "value": name}, **values)
    made.apply()
    return made


def test_one_list_serves_all_objects_that_a_search_reads(desk: Desk) -> None:
    a, b = searched(desk, "a"), searched(desk, "b")
    desk.forget()
    with desk.core.walk():
        assert (a.refresh()["output"].value, b.refresh()["output"].value) == ({"name": "a"}, {"name": "b"})
    assert desk.lines() == ["GET /things"]


def test_a_search_with_other_headers_is_another_list(desk: Desk) -> None:
    a, b = searched(desk, "a"), searched(desk, "b", headers={"X-Tenant": "north"})
    desk.forget()
    with desk.core.walk():
        a.refresh()
        b.refresh()
    assert desk.lines() == ["GET /things", "GET /things"]


def test_of_objects_that_share_what_is_searched_the_one_with_the_known_id_is_taken(desk: Desk) -> None:
    a = searched(desk, "a")
    desk.on("GET /things", answer([{"id": "2", "name": "a", "size": 2}, {"id": "1", "name": "a"}]))
    assert a.plan().is_empty
    desk.on("GET /things", answer([{"name": "a"}, {"name": "a", "size": 2}]))
    assert "is ambiguous: 2 objects have name a" in refusal(a.refresh).summary
