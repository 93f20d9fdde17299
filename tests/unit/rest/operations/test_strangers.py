"""A create that is answered with another object than the one that it made is an error that says what to look for."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import NOT_THERE, Reply, Request, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.shop import Shop

PUT = {"method": "PUT", "path": "/things/a"}


def putting(desk: Desk, told: Any, status: int = 201) -> None:
    """A create by PUT that makes what it was asked for and answers with this."""

    def create(request: Request) -> Reply:
        if request.name not in desk.things.objects:
            desk.things.objects[request.name] = {"id": request.name, **request.json}
            return answer(told, status)
        return desk.things.replace(request)

    desk.on("PUT /things/*", create)


@pytest.mark.parametrize("told", [{"id": "b"}, {"id": "b", "name": "Ada"}, {"id": "/things/b"}])
def test_another_id_than_that_of_what_is_there_is_an_error(desk: Desk, told: Any) -> None:
    putting(desk, told)
    ada = desk.thing({"name": "Ada"}, object_path="{path}/a", create=PUT)
    assert refusal(ada.apply) == Diagnostic(
        "error",
        "rest object default/things/a was made, and the server answered with another object",
        "The answer to its create names b, and what is there is a. rest object default/things/a is kept in the state "
        "as tainted, so that the next apply makes it anew. As for b, look for it in the API, and delete it if this "
        "create made it.",
    )
    assert ada.state is not None
    assert (ada["id"], ada["body"].value, ada["output"].value, ada.is_tainted) == (
        "a",
        {"name": "Ada"},
        {"name": "Ada"},
        True,
    )
    desk.on("PUT /things/*", lambda request: (desk.things.objects.update(a={"id": "a", **request.json}), answer({}))[1])
    ada.apply()
    assert (ada["id"], desk.things.objects, ada.plan().is_empty) == ("a", {"a": {"id": "a", "name": "Ada"}}, True)


def test_another_id_than_the_object_shows_where_its_answer_led_is_an_error(desk: Desk) -> None:
    desk.on("POST /things", answer({"id": "b"}, 201))
    desk.on("GET /things/b", answer({"id": "a", "name": "Ada"}))
    ada = desk.thing({"name": "Ada"})
    assert refusal(ada.apply).summary == (
        "rest object default/things/a was made, and the server answered with another object"
    )
    assert (ada["id"], ada.is_tainted) == ("a", True)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"id": "A"}, 201),
        ({"id": "https://api/things/a"}, 201),
        ({"id": "projects/p/things/a"}, 201),
        ({"id": "op-1"}, 202),
        ({"name": "Ada"}, 201),
        ({}, 201),
    ],
)
def test_the_same_id_in_another_form_or_none_is_none_of_that(desk: Desk, told: Any, status: int) -> None:
    putting(desk, told, status)
    ada = desk.thing({"name": "Ada"}, object_path="{path}/a", create=PUT)
    ada.apply()
    assert ada.plan().is_empty


def test_an_id_that_is_told_and_shown_with_all_that_holds_the_object_is_none_of_that_either(desk: Desk) -> None:
    putting(desk, {"id": "p/a"})
    desk.on("GET /things/a", in_turn(NOT_THERE, answer({"id": "p/a", "name": "Ada"})))
    ada = desk.thing({"name": "Ada"}, object_path="{path}/a", create=PUT)
    ada.apply()
    assert ada.plan().is_empty


def test_what_a_create_that_is_waited_for_is_answered_with_may_be_about_the_work(desk: Desk) -> None:
    putting(desk, {"id": "op-1"})
    wait = {"create": {"status": "body:state", "failure": ["failed"]}}
    ada = desk.thing({"name": "Ada"}, object_path="{path}/a", create=PUT, wait=wait)
    ada.apply()
    assert ada.plan().is_empty


def test_an_id_that_is_not_the_step_of_the_path_is_one_all_the_same(desk: Desk) -> None:
    desk.on("PUT /settings/main", answer({"id": 17, "name": "main"}))
    desk.on("GET /settings/main", answer({"id": 17, "name": "main"}))
    main = desk.thing(
        {"name": "main"}, path="/settings", object_path="{path}/main", create=PUT | {"path": "/settings/main"}
    )
    main.apply(on_exists="adopt")
    assert (main["id"], main.plan().is_empty) == ("17", True)


def test_another_name_than_was_asked_for_is_an_error(shop: Shop) -> None:
    def create(request: Request) -> Reply:
        shop.robots.create(request)
        return answer({"name": "marvin"}, 201)

    shop.on("POST /robots", create)
    robbie = shop.robot()
    said = refusal(robbie.apply)
    assert said.summary == "toys robot robbie was made, and the server answered with another object"
    assert said.detail.startswith("The answer to its create names marvin, and what is there is robbie.")
    assert (robbie["name"], robbie["state"], robbie.is_tainted) == ("robbie", "RUNNING", True)
