from __future__ import annotations

import pytest
from hypothesis import given

from provider_lib.rest.json.paths import (
    MISSING,
    above_items,
    dig,
    dig_first,
    find_all,
    has_null_item,
    is_taken,
    leaves,
    planted,
    says,
    with_value,
)
from provider_lib.rest.json.semantic_equality import equal
from provider_lib.spec.paths import parse_path, steps_of
from provider_lib.spec.types import UNKNOWN
from tests.unit.documents import documents

DOCUMENT = {"meta": {"a.b": 1, "0": "zero"}, "items": [{"id": 7}, {"id": None}], "none": None, "empty": []}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("", DOCUMENT),
        (r"meta.a\.b", 1),
        ('meta["a.b"]', 1),
        ("meta.0", "zero"),
        ("meta[0]", MISSING),
        ("items.0.id", 7),
        ("items[0].id", 7),
        ("items[1].id", None),
        ("items[2].id", MISSING),
        ("items.first", MISSING),
        ("none", None),
        ("none.deeper", MISSING),
        ("meta.c", MISSING),
        ("items[*].id", [7, None]),
        ("items[*].name", []),
        ("empty[*].id", []),
        ("meta[*]", MISSING),
        ("none[*]", MISSING),
    ],
)
def test_a_value_is_found_at_its_path(path, value) -> None:
    assert dig(DOCUMENT, path) == value


@pytest.mark.parametrize(
    ("paths", "value"),
    [
        (("meta.c", "items.1.id"), None),
        (("meta.c", r"meta.a\.b"), 1),
        (("empty.0",), None),
        (("empty[0]", "meta.0"), None),
        (("items.5", "meta.c"), MISSING),
        (("",), DOCUMENT),
        (("meta.c", "empty.1", "meta.0"), "zero"),
        (("items[9]", "meta.0"), "zero"),
        ((), MISSING),
    ],
)
def test_the_first_path_that_leads_to_something_counts(paths, value) -> None:
    assert dig_first(DOCUMENT, paths) == value


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("", 9),
        ("items[1].id", {"items": [{"id": 1}, {"id": 9}]}),
        ("items.1.id", {"items": [{"id": 1}, {"id": 9}]}),
        ("items[2].id", {"items": [{"id": 1}, {"id": 2}, {"id": 9}]}),
        (r"a\.b", {"items": [{"id": 1}, {"id": 2}], "a.b": 9}),
        ("a.0", {"items": [{"id": 1}, {"id": 2}], "a": {"0": 9}}),
    ],
)
def test_a_value_is_placed_where_it_would_be_found(path, document) -> None:
    before = {"items": [{"id": 1}, {"id": 2}]}
    assert with_value(before, path, 9) == document
    assert before == {"items": [{"id": 1}, {"id": 2}]}


@pytest.mark.parametrize(
    ("words", "are_said"),
    [
        ({}, True),
        ({"meta.0": "z.*"}, True),
        ({"meta.0": "z"}, False),
        ({r"meta.a\.b": "1"}, True),
        ({"meta.0": "zero", "items[0].id": "7"}, True),
        ({"meta.0": "zero", "items[0].id": "8"}, False),
        ({"none": ".*"}, False),
        ({"stranger": ".*"}, False),
        ({"meta": ".*"}, False),
        ({"empty": ".*"}, False),
    ],
)
def test_a_document_says_a_text_or_a_number_where_it_has_one(words, are_said) -> None:
    assert says(DOCUMENT, words) is are_said


@pytest.mark.parametrize(
    ("paths", "has_one"),
    [
        (("list[0]",), True),
        (("list.0",), True),
        (("list[1]",), False),
        (("list[9]",), False),
        (("none", "list[1]"), False),
        (("list[1]", "list[0]"), True),
        (("",), False),
        ((), False),
    ],
)
def test_a_null_in_a_list_is_found(paths, has_one) -> None:
    assert has_null_item({"list": [None, 1], "none": None}, paths) is has_one


@pytest.mark.parametrize(
    ("path", "above"),
    [("", ""), ("a.b", "a.b"), ("a[0]", "a"), ("a.b[1].c[0].d", "a.b"), ("[0].a", "")],
)
def test_above_items_is_the_outermost_list(path, above) -> None:
    assert above_items(steps_of(path)) == steps_of(above)


def test_every_value_at_a_pattern_is_found_with_its_place() -> None:
    document = {"items": [{"a": 1}, {"b": 2}, {"a": None}]}
    assert find_all(document, parse_path("items[*].a")) == {("items", 0, "a"): 1, ("items", 2, "a"): None}


@given(documents(nulls=False))
def test_a_document_can_be_planted_from_its_leaves(document) -> None:
    assert equal(planted({}, leaves(document)), document)


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({}, {}),
        ([], {}),
        (None, {}),
        (MISSING, {}),
        ("text", {"": "text"}),
        (0, {"": 0}),
        ({"a": {}, "b": [], "c": None, "d": 0}, {"a": {}, "b": [], "d": 0}),
        ({"a": [None, {}]}, {"a[1]": {}}),
    ],
)
def test_what_holds_nothing_is_a_leaf_inside_of_a_document_alone(document, found) -> None:
    assert leaves(document) == found


def test_secrets_are_planted_member_by_member_and_item_by_item() -> None:
    document = {"db": {"host": "h"}, "users": [{"name": "a"}, {"name": "b"}]}
    secret = {"db": {"password": "p"}, "users": [None, {"pin": 7}]}
    assert leaves(secret) == {"db.password": "p", "users[1].pin": 7}
    assert planted(document, leaves(secret)) == {
        "db": {"host": "h", "password": "p"},
        "users": [{"name": "a"}, {"name": "b", "pin": 7}],
    }
    assert document == {"db": {"host": "h"}, "users": [{"name": "a"}, {"name": "b"}]}


def test_a_secret_whose_places_are_not_known_yet_is_one_leaf() -> None:
    assert leaves(UNKNOWN) == {"": UNKNOWN}
    assert leaves({"db": UNKNOWN}) == {"db": UNKNOWN}


@pytest.mark.parametrize(
    ("document", "taken"),
    [
        ({}, False),
        ({"db": {}}, False),
        ({"db": UNKNOWN}, False),
        ({"db": {"users": []}}, False),
        ({"db": {"users": [{"pin": None}]}}, True),
        ({"db": None}, True),
        ({"db": {"users": "x"}}, True),
        ({"db": {"users": {"0": {}}}}, True),
        ({"db": {"users": [{"name": "a"}]}}, False),
        ({"db": {"users": [{"pin": UNKNOWN}]}}, False),
    ],
)
def test_a_place_is_taken_by_a_value_or_by_what_cannot_hold_one(document, taken) -> None:
    assert is_taken(document, "db.users[0].pin") is taken
