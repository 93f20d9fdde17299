from __future__ import annotations

import copy

import pytest
from hypothesis import given

from provider_lib.rest.json.patches import (
    apply_merge_patch,
    is_taken,
    json_patch,
    leaves,
    member_test,
    merge_patch,
    planted,
)
from provider_lib.rest.json.semantic_equality import equal
from provider_lib.spec.types import UNKNOWN
from tests.unit.documents import documents


def patched(document, operations):
    """A document after a JSON Patch, as RFC 6902 has it for objects."""
    document = {"": copy.deepcopy(document)}
    for operation in operations:
        *above, last = [step.replace("~1", "/").replace("~0", "~") for step in operation["path"].split("/")]
        place = document
        for step in above:
            place = place[step]
        if operation["op"] == "remove":
            del place[last]
        else:
            assert (last in place) is (operation["op"] == "replace")
            place[last] = operation["value"]
    return document[""]


@given(documents(nulls=False), documents(nulls=False))
def test_a_merge_patch_makes_one_document_of_another(now, before) -> None:
    assert equal(apply_merge_patch(before, merge_patch(now, before)), now)


@given(documents(), documents())
def test_a_json_patch_makes_one_document_of_another(now, before) -> None:
    assert equal(patched(before, json_patch(now, before)), now)


@given(documents())
def test_equal_documents_differ_by_nothing(document) -> None:
    assert merge_patch(document, document) == {}
    assert list(json_patch(document, document)) == []


def test_a_merge_patch_says_what_changed_and_nulls_what_was_removed() -> None:
    before = {"a": 1, "b": 2, "c": "x", "deep": {"same": 1, "other": 1}}
    now = {"a": 1, "b": 3, "d": 4, "deep": {"same": 1, "other": 2}}
    assert merge_patch(now, before) == {"b": 3, "d": 4, "c": None, "deep": {"other": 2}}


def test_names_are_escaped_in_a_json_patch() -> None:
    assert list(json_patch({"a/b": {"~": 1}}, {"a/b": {"~": 2}})) == [{"op": "replace", "path": "/a~1b/~0", "value": 1}]
    assert member_test("meta.a/b", 3) == {"op": "test", "path": "/meta/a~1b", "value": 3}


@given(documents(nulls=False))
def test_a_document_can_be_planted_from_its_leaves(document) -> None:
    assert equal(planted({}, leaves(document)), document)


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
    ],
)
def test_a_place_is_taken_by_a_value_or_by_what_cannot_hold_one(document, taken) -> None:
    assert is_taken(document, "db.users[0].pin") is taken
