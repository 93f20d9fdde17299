"""An API without words of its own is believed that an object is gone when it answers for something else."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from tests.scripted import NOT_THERE, answer, in_turn
from tests.unit.rest.core import refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life

ADA = answer({"id": 1, "name": "Ada"})


def made(desk: Desk, **values: object) -> Life:
    ada = desk.thing({"name": "Ada"}, **values)
    ada.apply()
    desk.forget()
    return ada


def test_an_object_that_is_gone_is_asked_for_twice_with_the_collection_in_between(desk: Desk) -> None:
    ada = made(desk)
    desk.things.objects.clear()
    assert ada.refresh().state is None
    assert desk.lines() == ["GET /things/1", "GET /things", "GET /things/1"]


def test_a_server_that_has_started_in_between_still_has_it(desk: Desk) -> None:
    ada = made(desk)
    before = ada.state
    desk.on("GET /things/*", in_turn(NOT_THERE, ADA))
    assert ada.refresh().state == before


def test_nothing_is_gone_while_the_collection_is_not_there_either(desk: Desk) -> None:
    ada = made(desk)
    before = ada.state
    for line in ("GET /things", "GET /things/*", "DELETE /things/*"):
        desk.on(line, NOT_THERE)
    told = Diagnostic(
        "error",
        "nobody knows whether rest object default/things/1 is gone: /things is not found either",
        "A server that starts, a proxy or a wrong url answers so to everything; nothing is taken for gone. If this "
        "API has nothing at that path, say in `gone` how its 404 tells that an object is gone: {} for any 404.",
    )
    assert refusal(ada.refresh) == told
    assert refusal(ada.destroy, refresh=False) == told
    assert ada.state == before


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 405, 422])
def test_an_api_that_refuses_to_list_its_collection_speaks_all_the_same(desk: Desk, status: int) -> None:
    ada = made(desk)
    desk.things.objects.clear()
    desk.on("GET /things", answer(status=status))
    assert ada.refresh().state is None


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_an_api_that_fails_for_its_collection_has_said_nothing(desk: Desk, status: int) -> None:
    ada = made(desk)
    desk.things.objects.clear()
    desk.on("GET /things", answer(status=status))
    refusal(ada.refresh)
    assert ada.state is not None


def test_the_collection_is_not_asked_for_an_object_that_is_there_or_is_looked_for(desk: Desk) -> None:
    desk.on("GET /settings/theme", in_turn(NOT_THERE, ADA))
    desk.on("PUT /settings/theme", ADA)
    theme = desk.thing(
        {"name": "Ada"},
        path="/settings",
        object_path="/settings/theme",
        create={"method": "PUT", "path": "/settings/theme"},
    )
    theme.apply()
    assert desk.lines() == ["GET /settings/theme", "PUT /settings/theme", "GET /settings/theme"]


@pytest.mark.parametrize(
    ("path", "object_path", "holds_it"),
    [
        ("/settings", "/settings/theme", "/settings"),
        ("/settings/theme", "{path}", "/settings"),
        ("/settings/theme/", "{path}", "/settings"),
        ("/theme", "{path}", "/"),
    ],
)
def test_what_holds_an_object_answers_for_one_that_has_no_collection(
    desk: Desk, path: str, object_path: str, holds_it: str
) -> None:
    here = object_path.replace("{path}", path)
    for method in ("GET", "PUT"):
        desk.on(f"{method} {here}", ADA)
    theme = desk.thing(
        {"name": "Ada"}, path=path, object_path=object_path, create={"method": "PUT", "path": here}, on_exists="adopt"
    )
    theme.apply()
    desk.on(f"GET {here}", NOT_THERE)
    desk.on(f"GET {holds_it}", answer([]))
    desk.forget()
    assert theme.refresh().state is None
    assert desk.lines() == [f"GET {here}", f"GET {holds_it}", f"GET {here}"]


def test_a_search_answers_for_an_object_that_is_read_by_itself(desk: Desk) -> None:
    desk.on("GET /search", answer([]))
    ada = made(desk, read={"path": "{path}/{id}"}, search={"path": "/search", "key": "name", "value": "Ada"})
    desk.things.objects.clear()
    assert ada.refresh().state is None
    assert desk.lines() == ["GET /things/1", "GET /search", "GET /things/1"]


def test_a_list_that_is_not_found_says_nothing_of_its_objects(desk: Desk) -> None:
    desk.on("GET /search", in_turn(answer([]), answer([{"id": 1, "name": "Ada"}])))
    ada = made(desk, search={"path": "/search", "key": "name", "value": "Ada"})
    desk.on("GET /search", NOT_THERE)
    refusal(ada.refresh)
    assert ada.state is not None


# In the words that an object's own `gone` gives


@pytest.mark.parametrize("gone", [{}, {"message": "no such .*"}, {"message": "(?i)NO SUCH thing"}])
def test_a_not_found_in_the_words_of_gone_is_believed_at_once(desk: Desk, gone: dict[str, str]) -> None:
    ada = made(desk, gone=gone)
    desk.things.objects.clear()
    assert ada.refresh().state is None
    assert desk.lines() == ["GET /things/1"]


@pytest.mark.parametrize("gone", [{"code": "not_found"}, {"message": "no"}, {"message": "no such thing", "code": ".*"}])
def test_a_not_found_in_other_words_than_those_of_gone_is_not_believed(desk: Desk, gone: dict[str, str]) -> None:
    ada = made(desk, gone=gone)
    desk.things.objects.clear()
    refusal(ada.refresh)
    refusal(ada.destroy, refresh=False)
    assert ada.state is not None
