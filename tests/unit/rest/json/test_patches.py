from __future__ import annotations

import copy

from hypothesis import given

from provider_lib.rest.json.patches import (
    apply_merge_patch,
    json_patch,
    member_test,
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


def test_names_are_escaped_in_a_json_patch() -> None:
    assert list(json_patch({"a/b": {"~": 1}}, {"a/b": {"~": 2}})) == [{"op": "replace", "path": "/a~1b/~0", "value": 1}]
    assert member_test(r"meta.a/b\.c", 3) == {"op": "test", "path": "/meta/a~1b.c", "value": 3}
