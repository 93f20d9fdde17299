from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.rest.mapping.secrets import looks_secret
from provider_lib.rest.mapping.state import Projection, convert
from provider_lib.spec import Api, Field, Resource, delete, key, optional, post
from provider_lib.spec.field import AUTO
from provider_lib.spec.types import UNKNOWN, Bool, Dynamic, DynamicValue, List, Map, Number, Object, Set, String
from tests.unit.rest.club import Club
from tests.unit.rest.toys import Room
from tests.unit.rest.widgets import STATE, TOYS, Widget

ITEM = Object(
    {},
    {
        "name": Field(doc="Name.", name="name", read_as="$key"),
        "size": Field(doc="Size.", name="size", read_as=AUTO),
    },
)
READ = Projection(Widget, masks=(r"\*{3,}",))
ANSWER = {"shop": "north", "name": "bolt", "tier": "silver", "title": "bolt", "made_at": "then", "status": {"load": 9}}


def test_what_the_server_adds_is_never_a_difference() -> None:
    answer = ANSWER | {"rules": {"x": 1}, "labels": {"a": "b"}, "config": {"name": "bolt"}, "more": [1]}
    assert READ.state(answer, STATE) == STATE | {"load": 9}


def test_a_managed_value_that_changed_shows() -> None:
    assert READ.state(ANSWER | {"tier": "gold"}, STATE) == STATE | {"tier": "gold", "load": 9}


def test_only_the_keys_that_were_set_are_compared() -> None:
    prior = STATE | {"labels": {"kept": "1", "changed": "1", "removed": "1"}}
    answer = ANSWER | {"labels": {"kept": "1", "changed": "2", "added": "3"}}
    assert READ.state(answer, prior)["labels"] == {"kept": "1", "changed": "2"}


@pytest.mark.parametrize(("ours", "theirs"), [("5432", 5432), ("true", True), ("x", "****"), ("1.50", Decimal("1.50"))])
def test_a_configuration_value_in_the_servers_spelling_stays_in_ours(ours, theirs) -> None:
    prior = STATE | {"config": {"key": ours}}
    assert READ.state(ANSWER | {"config": {"key": theirs}}, prior)["config"] == {"key": ours}


def test_json_that_means_the_same_stays_in_our_spelling() -> None:
    prior = STATE | {"rules": '{ "a": 1 }'}
    assert READ.state(ANSWER | {"rules": {"a": 1}}, prior)["rules"] == '{ "a": 1 }'


def test_a_key_that_only_a_create_shows_is_kept() -> None:
    assert READ.state(ANSWER, STATE)["token"] == "t0k3n"


def test_an_apply_returns_what_was_planned_and_fills_in_the_rest() -> None:
    planned = STATE | {"tier": "gold", "made_at": UNKNOWN, "token": UNKNOWN, "load": UNKNOWN}
    answer = ANSWER | {"tier": "GOLD", "token": "new"}
    assert READ.applied(answer, planned) == STATE | {"tier": "gold", "token": "new", "load": 9}


@pytest.mark.parametrize(
    ("planned", "shown", "reached"),
    [
        (UNKNOWN, {}, UNKNOWN),
        (UNKNOWN, {"lock": None}, UNKNOWN),
        (UNKNOWN, {"lock": "oak"}, "oak"),
        ("iron", {"lock": "oak"}, "iron"),
        (None, {"lock": "oak"}, None),
    ],
)
def test_an_apply_leaves_open_what_the_server_is_to_fill_in_until_it_does(
    planned: Any, shown: dict[str, Any], reached: Any
) -> None:
    nothing = dict.fromkeys(Room.fields()) | {"house": "h", "name": "r", "colour": "red"}
    answer = {"house": "h", "name": "r", "colour": "blue", **shown}
    assert Projection(Room).applied(answer, nothing | {"lock": planned}) == nothing | {"lock": reached}


def test_an_import_takes_all_that_is_managed_but_no_secret_in_clear() -> None:
    answer = ANSWER | {
        "labels": {"a": "b"},
        "config": {"name": "bolt", "db.password": "hunter22", "db.token": "${vault:x}", "db.port": 5432},
    }
    importing = Projection(Widget, importing=True, is_secret=looks_secret)
    nothing = dict.fromkeys(Widget.fields()) | {"shop": "north", "name": "bolt"}
    assert importing.state(answer, nothing) == STATE | {
        "labels": {"a": "b"},
        "config": {"db.token": "${vault:x}", "db.port": "5432"},
        "secret_revision": None,
        "token": None,
        "load": 9,
    }


class Lamp(Resource, system=TOYS, name="lamp"):
    """A lamp, of which the shop keeps back what it will not tell."""

    name: str = key("Name.")
    colour: str | None = optional("Colour.", send={"red": "ROSSO", "blue": "BLU"})
    spot: str | None = optional("Spot.", wire="size.spot")
    note: str | None = optional("Note.", sent_as=None, read_as=None)

    api = Api(create=post("/lamps"), delete=delete("/lamps/{name}"), withheld=("kept.back", "field.name"))


LAMP = {"name": "desk", "colour": "red", "spot": "2", "note": "mine"}


def kept_back(*names: Any) -> dict[str, Any]:
    """The part of an answer that says which fields are not in it."""
    return {"kept": {"back": [{"field": {"name": name}} for name in names]}}


@pytest.mark.parametrize(
    ("answer", "changed"),
    [
        (kept_back("colour", "size"), {}),
        (kept_back("size"), {"colour": None}),
        (kept_back("colour"), {"spot": None}),
        (kept_back("colour", "size") | {"colour": "BLU"}, {"colour": "blue"}),
        (kept_back("colour", "size") | {"size": {"spot": 3}}, {"spot": "3"}),
        (kept_back("note"), {"colour": None, "spot": None}),
        (kept_back(["colour"], {"name": "size"}, 7, None), {"colour": None, "spot": None}),
        ({"kept": {"back": "colour"}}, {"colour": None, "spot": None}),
        ({}, {"colour": None, "spot": None}),
    ],
)
def test_what_the_server_says_that_it_keeps_back_is_unknown_and_not_empty(answer: Any, changed: Any) -> None:
    assert Projection(Lamp).state({"name": "desk"} | answer, LAMP) == LAMP | changed


@pytest.mark.parametrize(("theirs", "colour"), [("ROSSO", "red"), ("BLU", "blue"), ("red", "red"), ("GREEN", "GREEN")])
def test_a_value_is_told_by_our_word_for_it(theirs: str, colour: str) -> None:
    assert Projection(Lamp).state({"name": "desk", "colour": theirs}, LAMP)["colour"] == colour


@pytest.mark.parametrize(
    ("answer", "guests", "members"),
    [
        ({"guests": ["ben", "ann"], "members": [{"name": "di"}, {"name": "cy"}]}, ["ann", "ben"], ["cy", "di"]),
        ({"guests": ["ben"], "members": [{"name": "di"}]}, ["ben"], ["di"]),
        ({"guests": ["ann", "ben", "eve"], "members": [{"name": n} for n in ["cy", "di", "eve"]]}, None, ["cy", "di"]),
        ({"guests": None, "members": None}, [], []),
        ({}, [], []),
    ],
)
def test_a_set_is_ours_as_a_whole_or_what_was_set_here(answer: Any, guests: Any, members: Any) -> None:
    ours = dict.fromkeys(Club.fields()) | {"name": "chess", "guests": ["ann", "ben"], "members": ["cy", "di"]}
    state = Projection(Club).state({"name": "chess"} | answer, ours)
    assert (state["guests"], state["members"]) == (guests or answer.get("guests") or [], members)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (String(), 9007199254740993, "9007199254740993"),
        (String(), True, "true"),
        (String(), None, None),
        (Number(), 9007199254740993, 9007199254740993),
        (Number(), "9007199254740993", 9007199254740993),
        (Number(), "2.0", 2),
        (Number(), "2.5", Decimal("2.5")),
        (Number(), Decimal("0.1"), Decimal("0.1")),
        (Number(), "many", None),
        (Number(), True, None),
        (Bool(), "true", True),
        (Bool(), "false", False),
        (Bool(), True, True),
        (Bool(), False, False),
        (List(String()), [1, "a"], ["1", "a"]),
        (List(String()), "a", ["a"]),
        (List(String()), {"x": 1, "y": None}, ["1", None]),
        (Set(String()), [1, "a"], ["1", "a"]),
        (List(Object({})), "a", None),
        (Set(Object({})), "a", None),
        (List(ITEM), [{"size": 1}, None], [{"name": None, "size": "1"}]),
        (Set(ITEM), {"bolt": {"size": 1}, "nut": None}, [{"name": "bolt", "size": "1"}]),
        (Map(String()), {"a": None, "b": 2}, {"a": None, "b": "2"}),
        (Map(String()), ["a"], None),
        (Map(ITEM), {"a": {"size": 1}}, {"a": {"name": None, "size": "1"}}),
        (ITEM, {"$key": "bolt", "size": 1}, {"name": "bolt", "size": "1"}),
        (Dynamic(), {"a": [1]}, DynamicValue.of({"a": [1]})),
    ],
)
def test_json_becomes_the_declared_type_with_every_digit(kind, raw, value) -> None:
    converted = convert(Field(doc="", type=kind), raw)
    assert (converted, type(converted)) == (value, type(value))


@pytest.mark.parametrize(
    ("same", "raw", "value"),
    [
        ("json", {"a": 1}, '{"a":1}'),
        ("json", "text", "text"),
        ("json", True, "true"),
        ("text", ["a"], '["a"]'),
    ],
)
def test_a_text_that_is_json_is_spelt_as_json(same: Any, raw: Any, value: str) -> None:
    assert convert(Field(doc="", type=String(), same=same), raw) == value
