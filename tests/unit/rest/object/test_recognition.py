"""What is shown must be the object that was asked for: nothing else is taken from an answer, or written back."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import answer
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop

ADA = {"name": "Ada", "size": 1}
WITHOUT_IT = Diagnostic(
    "error",
    "REST API was asked to read rest object default/things/1 and answered without it",
    "Its answers have had its id so far, and this one has not, so it is about something else. None of it is taken.",
)
ANOTHER = Diagnostic(
    "error",
    "rest object default/things/1 was asked for, and the server answered with another object",
    "Asked for the id 1, it answered with 2. Nothing is taken from that answer.",
)
STRANGERS: dict[str, tuple[Any, Diagnostic]] = {
    "nothing in it": ({}, WITHOUT_IT),
    "a list": ([], WITHOUT_IT),
    "a text": ("ok", WITHOUT_IT),
    "an error": ({"error": "not found"}, WITHOUT_IT),
    "a wrapped error": ({"error": {"code": 404, "message": "no"}}, WITHOUT_IT),
    "a login page": ({"message": "please log in", "login_url": "https://sso.example"}, WITHOUT_IT),
    "health": ({"status": "ok"}, WITHOUT_IT),
    "wrapped": ({"data": {"id": 1} | ADA}, WITHOUT_IT),
    "a list with it": ([{"id": 1} | ADA], WITHOUT_IT),
    "null for its id": ({"id": None} | ADA, WITHOUT_IT),
    "another one": ({"id": 2, "name": "Eve"}, ANOTHER),
    "another one of its name": ({"id": 2} | ADA, ANOTHER),
}


@pytest.fixture
def ada(desk: Desk) -> Life:
    ada = desk.thing(ADA)
    ada.apply()
    desk.forget()
    return ada


@pytest.mark.parametrize("change", [{"timeouts": {"update": "1m"}}, {"body": ADA | {"size": 2}}])
def test_an_answer_without_the_id_is_told_from_the_object_after_every_change(
    desk: Desk, ada: Life, change: dict[str, Any]
) -> None:
    ada.apply(**change)
    desk.on("GET /things/1", answer({"status": "ok"}))
    assert refusal(ada.plan) == WITHOUT_IT


def test_an_answer_without_the_id_is_told_from_an_object_that_was_taken_over(desk: Desk) -> None:
    desk.things.objects["1"] = {"id": 1, "name": "Eve"}
    create = {"method": "PUT", "path": "/things/1"}
    ada = desk.thing(ADA, object_path="{path}/1", create=create, on_exists="adopt")
    ada.apply()
    desk.on("GET /things/1", answer({"status": "ok"}))
    assert refusal(ada.plan) == WITHOUT_IT


@pytest.mark.parametrize("shown", STRANGERS)
def test_nothing_is_taken_from_an_answer_about_something_else(desk: Desk, ada: Life, shown: str) -> None:
    told, said = STRANGERS[shown]
    before = ada.state, ada.private
    desk.on("GET /things/1", answer(told))
    assert refusal(ada.plan) == said
    assert (ada.state, ada.private) == before


@pytest.mark.parametrize("shown", STRANGERS)
def test_nothing_is_written_over_an_answer_about_something_else(desk: Desk, ada: Life, shown: str) -> None:
    told, said = STRANGERS[shown]
    planned = ada.plan(body=ADA | {"size": 2})
    desk.on("GET /things/1", answer(told))
    assert refusal(planned.apply) == said
    assert (desk.lines("PUT"), desk.things.only) == ([], {"id": 1} | ADA)


@pytest.mark.parametrize("shown", [{"id": "1"}, {"id": "/things/1"}, {"id": "https://api.example/things/1/"}])
def test_an_id_in_another_form_is_the_same(desk: Desk, ada: Life, shown: dict[str, Any]) -> None:
    desk.on("GET /things/1", answer(shown | ADA))
    assert ada.plan().is_empty


def test_an_id_that_no_answer_has_shown_is_not_expected(desk: Desk) -> None:
    desk.on("POST /things", answer(status=201, location="/things/ada"))
    desk.on("GET /things/ada", answer(ADA))
    ada = desk.thing(ADA)
    ada.apply()
    assert ada.plan().is_empty
    desk.on("GET /things/ada", answer({"id": 7} | ADA))
    assert ada.plan().is_empty
    desk.on("GET /things/ada", answer({}))
    assert ada.plan().action == "update"


def test_an_import_learns_that_the_id_is_shown(desk: Desk) -> None:
    desk.things.objects["7"] = {"id": 7} | ADA
    ada = desk.thing(ADA).import_object("default/%2Fthings/7")
    desk.on("GET /things/7", answer({"error": "not found"}))
    assert refusal(ada.plan).summary.endswith("answered without it")


def test_an_object_of_another_name_is_not_the_one_that_was_asked_for(shop: Shop) -> None:
    bolt = shop.widget()
    bolt.apply()
    shop.on("GET /shops/north/widgets/bolt", answer({"name": "nut", "tier": "gold", "made_at": "now"}))
    said = refusal(bolt.plan)
    assert (said.summary, said.detail) == (
        "toys widget north/bolt was asked for, and the server answered with another object",
        "Asked for the name bolt, it answered with nut. Nothing is taken from that answer.",
    )
    assert (bolt["name"], bolt["tier"]) == ("bolt", "silver")


def test_an_answer_that_has_nothing_of_an_object_is_about_something_else(shop: Shop) -> None:
    bolt = shop.widget()
    bolt.apply()
    shop.on("GET /shops/north/widgets/bolt", answer({"error": "please log in"}))
    assert refusal(bolt.plan) == Diagnostic(
        "error",
        "Toys was asked to read toys widget north/bolt and answered without it",
        "The answer has nothing that such an object has, so it is about something else. None of it is taken.",
    )
