"""What a server shows of a document otherwise than it was given: told once, and what changes in it is drift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provider_lib.rest.json import exact_json
from tests.scripted import NOT_THERE, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.operations.test_echoes import DECLARED, Letters
from tests.unit.rest.operations.test_own_forms import OWN, summaries, trimmed
from tests.unit.rest.shop import Shop


def test_a_form_that_only_a_read_shows_is_noticed_when_it_comes_back(make_core: MakeCore, shop: Shop) -> None:
    letters = Letters(shop)
    core = make_core(DECLARED, {"SLUICE_TOYS_URL": shop.url})
    shop.on("GET /letters/*", in_turn(NOT_THERE, lambda _: answer({"letter": trimmed(letters.held)})))
    letter = Life(core, "sluice_toys_letter", name="love", text="Dear\n", stamp="red")
    letter.apply()
    assert letter.warnings == []
    letter.apply()
    assert [OWN in line for line in summaries(letter)] == [True]
    assert letter.plan().is_empty


def test_members_of_a_body_are_spelled_and_written_as_the_server_likes(desk: Desk) -> None:
    def create(request: Request) -> Reply:
        body = request.json
        labels = {key.lower(): text for key, text in body["labels"].items()}
        desk.things.objects["1"] = {"id": 1, "name": body["name"].strip(), "labels": labels, "tags": body["tags"][::-1]}
        return answer(desk.things.only, 201)

    desk.on("POST /things", create)
    ada = desk.thing({"name": "Ada ", "labels": {"Team": "x"}, "tags": ["a", "b"]})
    ada.apply()
    assert summaries(ada) == [
        f"rest object default/things/1 shows body.labels.Team, body.name, body.tags {OWN}",
    ]
    assert ada.plan().is_empty
    desk.things.only["labels"]["team"] = "z"
    assert ada.plan().difference["body"][0].value == {"name": "Ada ", "labels": {"Team": "z"}, "tags": ["a", "b"]}


def test_a_decomposed_text_is_the_same_text(desk: Desk) -> None:
    def create(_: Request) -> Reply:
        desk.things.objects["1"] = {"id": 1, "name": "Ame\u0301lie", "labels": {"e\u0301": "x"}}
        return answer(desk.things.only, 201)

    desk.on("POST /things", create)
    amelie = desk.thing({"name": "Amélie", "labels": {"é": "x"}})
    amelie.apply()
    assert amelie.warnings == []
    assert amelie.plan().is_empty


def answering(desk: Desk, change: Callable[[Any], Any]) -> None:
    """The API shows what it holds in a form of its own."""

    def shown(handle: Handler) -> Handler:
        def handled(request: Request) -> Reply:
            reply = handle(request)
            return answer(change(exact_json.decode(reply.body)), reply.status) if reply.body else reply

        return handled

    things = desk.things
    for line, handle in (
        ("POST /things", things.create),
        ("GET /things/*", things.read),
        ("PUT /things/*", things.replace),
    ):
        desk.on(line, shown(handle))


def without_nothing(value: Any) -> Any:
    """A document as Go encodes it with omitempty."""
    match value:
        case dict():
            kept = {name: without_nothing(item) for name, item in value.items()}
            return {name: item for name, item in kept.items() if item not in (None, "", [], {}, 0)}
        case list():
            return list(map(without_nothing, value))
        case _:
            return value


def capitals(value: Any) -> Any:
    """A document whose members, but for the id, are written with capitals."""
    match value:
        case dict():
            return {name if name == "id" else name.upper(): capitals(item) for name, item in value.items()}
        case list():
            return list(map(capitals, value))
        case _:
            return value


def as_texts(value: Any) -> Any:
    """A document whose lists and inner objects are texts."""
    return {name: exact_json.encode(item) if isinstance(item, dict | list) else item for name, item in value.items()}


SHAPES = {
    "what is nothing is not shown": (without_nothing, {"note": "", "lit": False, "tags": [], "size": 0, "more": None}),
    "nothing is null": (
        lambda it: {name: None if item in ("", [], {}) else item for name, item in it.items()},
        {"note": "", "tags": [], "more": {}},
    ),
    "null is nothing": (lambda it: {name: "" if item is None else item for name, item in it.items()}, {"note": None}),
    "names in items": (capitals, {"tags": [{"key": "a"}, {"key": "b", "value": 1}]}),
    "lists and objects are texts": (as_texts, {"tags": ["a", "b"], "more": {"a": 1, "b": None}}),
    "a lone item is no list": (lambda it: it | {"tags": it["tags"][0]}, {"tags": ["a"]}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_of_its_own_is_told_once_and_what_changes_in_it_is_drift(desk: Desk, shape: str) -> None:
    change, body = SHAPES[shape]
    answering(desk, change)
    ada = desk.thing({"name": "Ada", **body})
    ada.apply()
    assert [OWN in line for line in summaries(ada)] == [True]
    assert ada.plan().is_empty
    stored = ada.state, ada.private
    for name in body:
        held = desk.things.only[name]
        desk.things.only[name] = [{"key": "z"}] if isinstance(held, list) else "z"
        assert not ada.plan().is_empty
        desk.things.only[name] = held
        ada.state, ada.private = stored  # a plan stores nothing
    ada.apply(body={"name": "Eve", **body})
    assert (summaries(ada), ada.plan().is_empty, desk.things.only) == ([], True, {"id": 1, "name": "Eve", **body})
