"""What exists already, or is on its way out, when an object is made in its place."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.shop import EXISTS, Shop


def exists(thing: str, type_name: str, construct: str, import_id: str, *, may_adopt: bool = True) -> Diagnostic:
    adopt = '\nOr set `on_exists = "adopt"` to take it over as it is declared here.' if may_adopt else ""
    return Diagnostic(
        "error",
        f"{thing} exists already",
        "It was not made by this stack. To manage it here, import it:\n\n"
        f'  import {{\n    to = {type_name}.NAME\n    id = "{import_id}"\n  }}\n\n'
        f'or in Python: {construct}(...).import_from("{import_id}").{adopt}',
    )


def test_an_object_that_exists_is_not_touched(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold"}
    bolt = shop.widget()
    assert refusal(bolt.apply) == exists("toys widget north/bolt", "sluice_toys_widget", "Widget", "north/bolt")
    assert (bolt.state, shop.lines("POST", "PATCH", "DELETE")) == (None, [])


def test_an_object_is_named_by_the_id_that_its_import_needs(shop: Shop) -> None:
    shop.parcels.objects["7"] = {"id": 7, "name": "gift"}
    assert refusal(shop.parcel().apply) == exists("toys parcel gift", "sluice_toys_parcel", "Parcel", "7")


def test_an_import_id_with_a_slash_in_a_part_is_encoded(shop: Shop) -> None:
    shop.rooms.objects["a/b c"] = {"id": "r1", "name": "a/b c", "colour": "red"}
    nook = shop.room()
    assert refusal(nook.apply, name="a/b c") == exists(
        "toys room old/a/b c", "sluice_toys_room", "Room", "old/a%2Fb c", may_adopt=False
    )


@pytest.mark.parametrize("status", [400, 409, 422])
def test_an_object_that_appears_in_the_same_moment_is_recognised(shop: Shop, status: int) -> None:
    def create(_: Request) -> Reply:
        shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold"}
        return answer({"message": "taken"}, status)

    shop.on("POST /shops/north/widgets", create)
    found = refusal(shop.widget().apply)
    assert found == exists("toys widget north/bolt", "sluice_toys_widget", "Widget", "north/bolt")


@pytest.mark.parametrize(("status", "looks"), [(400, 2), (409, 2), (422, 2), (403, 1), (402, 1), (404, 1)])
def test_a_refusal_is_told_as_it_is_when_nothing_exists(shop: Shop, status: int, looks: int) -> None:
    shop.on("POST /shops/north/widgets", answer({"message": "not like this"}, status))
    bolt = shop.widget()
    verb = "could not" if status == 404 else "refused to"
    assert refusal(bolt.apply).summary == (
        f"the toy shop {verb} create toys widget north/bolt: not like this ({status})"
    )
    assert (bolt.state, shop.lines("GET")) == (None, ["GET /shops/north/widgets/bolt"] * looks)


def test_an_object_that_exists_is_taken_over_as_it_is_declared(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold", "title": "bolt", "labels": {"theirs": "x"}}
    bolt = shop.widget(on_exists="adopt", labels={"team": "a"}, secret_config={"password": "hunter22"})
    adopted = bolt.apply()
    assert (adopted["tier"], adopted["labels"], adopted["secret_revision"]) == ("silver", {"team": "a"}, 1)
    assert shop.lines("POST", "PATCH") == ["PATCH /shops/north/widgets/bolt"]
    assert shop.bodies("PATCH") == [
        {
            "tier": "silver",
            "labels": {"team": "a"},
            "config": {"name": "bolt", "password": "hunter22"},
        }
    ]
    assert bolt.warnings == [
        Diagnostic(
            "warning",
            "token of toys widget north/bolt cannot be read back",
            "The server shows it only when it is made, so `token` stays empty; whoever has it may keep using it. To "
            "have it here, set `rotation` to any value: a new one is made and the old one stops working.",
            ("token",),
        )
    ]
    assert bolt.plan().is_empty


def test_an_object_that_is_as_it_is_declared_is_taken_over_without_a_change(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt", "made_at": "then"}
    shop.widgets.objects["bolt"]["status"] = {"load": 7}
    bolt = shop.widget(on_exists="adopt")
    adopted = bolt.apply()
    assert (adopted["made_at"], adopted["load"], adopted["token"]) == ("then", 7, None)
    assert shop.lines() == ["GET /shops/north/widgets/bolt"]
    assert bolt.plan().is_empty


def test_an_object_that_is_taken_over_gets_the_calls_of_its_triggers(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "silver", "title": "bolt"}
    bolt = shop.widget(on_exists="adopt", rotation="1")
    assert bolt.apply()["token"] == "t0ken-1"
    assert shop.lines("POST", "PATCH") == ["POST /shops/north/widgets/bolt/renew"]
    assert bolt.plan().is_empty


def test_an_object_that_could_not_be_taken_over_is_never_deleted(shop: Shop) -> None:
    shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "bronze", "title": "bolt"}
    shop.on("PATCH /shops/north/widgets/*", answer({"message": "not now"}, 400))
    bolt = shop.widget(on_exists="adopt")
    assert refusal(bolt.apply) == Diagnostic(
        "error",
        "the toy shop refused to update toys widget north/bolt: not now (400)",
        "PATCH /shops/north/widgets/bolt was answered with 400.\n"
        "It was there before, so it is kept, and not in the state. Apply again to go on taking it over.",
    )
    assert (bolt.state, bolt.is_tainted) == (None, False)
    assert bolt.warnings == []
    shop.on("PATCH /shops/north/widgets/*", shop.widgets.change)
    assert bolt.apply()["tier"] == "silver"
    assert shop.lines("DELETE") == []


def test_an_object_is_taken_over_also_when_the_server_told_that_it_exists(shop: Shop) -> None:
    def create(_: Request) -> Reply:
        shop.widgets.objects["bolt"] = {"name": "bolt", "tier": "gold", "title": "bolt"}
        return EXISTS

    shop.on("POST /shops/north/widgets", create)
    assert shop.widget(on_exists="adopt").apply()["tier"] == "silver"
    assert shop.lines("POST", "PATCH") == ["POST /shops/north/widgets", "PATCH /shops/north/widgets/bolt"]
    assert shop.bodies("PATCH") == [{"tier": "silver"}]


# What is on its way out

SEARCH = {"path": "/things", "key": "name", "value": "Ada"}


def going(**more: Any) -> dict[str, Any]:
    """How to see that an object is on its way out."""
    return {"delete": {"status": "body:phase", "pending": ["LEAVING"], "interval": "10ms", **more}}


def test_an_object_that_is_on_its_way_out_is_waited_for_and_made_again(desk: Desk) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", "phase": "leaving"}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going())
    desk.on("GET /things/77", in_turn(desk.things.read, lambda request: gone(desk, request)))
    assert ada.apply()["id"] == "1"
    assert desk.lines() == [
        "GET /things",
        "GET /things/77",
        "GET /things/77",
        "GET /things",
        "POST /things",
        "GET /things",
    ]


def gone(desk: Desk, request: Request) -> Reply:
    desk.things.delete(request)
    return NOT_THERE


@pytest.mark.parametrize("shown", [{"phase": "READY"}, {}])
def test_an_object_that_stays_is_in_the_way(desk: Desk, shown: dict[str, str]) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", **shown}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going())
    assert refusal(ada.apply).summary == "rest object default/things/77 exists already"
    assert desk.lines() == ["GET /things"]


def test_an_object_of_which_only_the_answer_to_its_delete_says_where_to_ask_is_in_the_way(desk: Desk) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", "phase": "LEAVING"}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going(path="body:href"))
    assert refusal(ada.apply).summary == "rest object default/things/77 exists already"
    assert desk.lines() == ["GET /things"]


def test_an_object_that_does_not_go_in_time_is_told(desk: Desk) -> None:
    desk.things.objects["77"] = {"id": 77, "name": "Ada", "phase": "LEAVING"}
    ada = desk.thing({"name": "Ada"}, search=SEARCH, wait=going(timeout="50ms"))
    assert refusal(ada.apply) == Diagnostic(
        "error",
        "the delete of rest object default/things/77 was not done in time",
        "Ask the API what became of it, or allow more time in `wait.delete.timeout`.\n\n"
        "The last look saw: phase is LEAVING",
    )
    assert (ada.state, desk.lines("POST")) == (None, [])
