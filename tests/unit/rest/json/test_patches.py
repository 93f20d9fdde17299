from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given

from provider_lib.rest.json.patches import (
    apply_merge_patch,
    json_patch,
    member_test,
    members_of_items,
    members_of_others,
    merge_patch,
)
from provider_lib.rest.json.semantic_equality import equal
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
            assert operation["op"] == ("replace" if last in place else "add")
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


def test_a_merge_patch_changes_a_member_deep_in_a_document_and_leaves_its_neighbours() -> None:
    document = {"deep": {"kept": 1, "changed": 1, "gone": 1}, "text": "x"}
    patch = {"deep": {"changed": 2, "gone": None, "absent": None}, "text": {"now": "an object"}}
    assert apply_merge_patch(document, patch) == {"deep": {"kept": 1, "changed": 2}, "text": {"now": "an object"}}
    assert document == {"deep": {"kept": 1, "changed": 1, "gone": 1}, "text": "x"}


THEIRS = {
    "ours": 1,
    "former": 2,
    "theirs": 3,
    "nothing": None,
    "deep": {"ours": 1, "former": 2, "theirs": 3, "deeper": {"theirs": 4}},
    "gone": {"former": 1, "theirs": 5},
    "list": [{"theirs": 6}],
    "e\u0301": {"e\u0301": 7, "ours": 1},
}
OURS = {"ours": 9, "deep": {"ours": 9, "deeper": {}}, "list": [{}], "é": {"ours": 9}}
BEFORE = {"ours": 1, "former": 2, "deep": {"former": 2}, "gone": {"former": 1}}


def test_the_members_of_others_are_those_that_were_never_ours() -> None:
    assert list(members_of_others(THEIRS, OURS, BEFORE)) == [
        (("theirs",), 3),
        (("nothing",), None),
        (("deep", "theirs"), 3),
        (("deep", "deeper", "theirs"), 4),
        (("gone", "theirs"), 5),
        (("é", "e\u0301"), 7),
    ]


@pytest.mark.parametrize("before", [None, [], "text"])
def test_where_nothing_was_ours_before_all_is_of_others_that_is_not_ours_now(before: Any) -> None:
    assert list(members_of_others({"a": 1, "b": {"c": 2}, "d": {}}, {"b": {}, "d": 3}, before)) == [
        (("a",), 1),
        (("b", "c"), 2),
    ]
    assert list(members_of_others({"a": 1}, [], before)) == []
    assert list(members_of_others([{"a": 1}], {}, before)) == []


def test_the_members_in_items_of_lists_are_those_that_ours_does_not_have_there() -> None:
    theirs = {
        "theirs": 1,
        "items": [{"ours": 1, "theirs": 2, "deep": {"theirs": 3}}, {"theirs": 4}, {"theirs": 5}],
        "e\u0301": [{"e\u0301": 6}],
        "lists": [[{"theirs": 7}]],
        "text": [{"theirs": 8}],
    }
    ours = {
        "items": [{"ours": 9, "deep": {}}, {}],
        "é": [{}],
        "lists": [[{}]],
        "text": None,
    }
    assert list(members_of_items(theirs, ours)) == [
        (("items", 0, "theirs"), 2),
        (("items", 1, "theirs"), 4),
        (("é", 0, "é"), 6),
        (("lists", 0, 0, "theirs"), 7),
    ]


@pytest.mark.parametrize(("now", "before"), [([1], [2]), ({"a": 1}, [1]), (None, {"a": 1})])
def test_what_is_no_object_is_replaced_as_a_whole(now: Any, before: Any) -> None:
    assert list(json_patch(now, before)) == [{"op": "replace", "path": "", "value": now}]
    assert list(json_patch(now, before, "/at")) == [{"op": "replace", "path": "/at", "value": now}]
    assert merge_patch(now, before) == now
    assert list(json_patch(before, before)) == []


def test_a_json_patch_takes_away_what_is_gone_before_it_adds() -> None:
    assert list(json_patch({"a/b": 1, "c": {"d": 2}}, {"x/y": 1, "c": {"~": 2}})) == [
        {"op": "remove", "path": "/x~1y"},
        {"op": "add", "path": "/a~1b", "value": 1},
        {"op": "remove", "path": "/c/~0"},
        {"op": "add", "path": "/c/d", "value": 2},
    ]


def test_names_are_escaped_in_a_json_patch() -> None:
    assert list(json_patch({"a/b": {"~": 1}}, {"a/b": {"~": 2}})) == [{"op": "replace", "path": "/a~1b/~0", "value": 1}]
    assert member_test(r"meta.a/b\.c", 3) == {"op": "test", "path": "/meta/a~1b.c", "value": 3}
