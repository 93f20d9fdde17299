"""What an import found beside what is declared is left to others: it holds ours, and what is not ours has a name."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.rest.mapping.ownership import declared_entries, holds, unnamed, without_others
from provider_lib.spec.types import UNKNOWN, DynamicValue
from tests.unit.rest.album import Album

FIELDS = Album.fields()
FOUND = dict.fromkeys(FIELDS) | {
    "name": "summer",
    "title": "Summer",
    "labels": {"team": "a", "cost": "7"},
    "config": {"tasks": "5", "more": "x"},
    "fans": ["ann", "ben"],
    "owners": ["cy", "di"],
    "body": DynamicValue.of({"size": 1, "tags": [{"id": 1, "more": 2}], "more": {"a": 1}}),
}


@pytest.mark.parametrize(
    ("name", "ours", "are_there"),
    [
        ("labels", {"team": "a"}, True),
        ("labels", {"team": "b"}, False),
        ("labels", {"town": "Bern"}, False),
        ("config", {"tasks": "5"}, True),
        ("config", {"tasks": '"5"'}, True),
        ("fans", ["ben"], True),
        ("fans", ["ben", "eve"], False),
        ("owners", ["cy"], False),
        ("body", DynamicValue.of({"size": 1}), True),
        ("body", DynamicValue.of({"size": 2}), False),
        ("title", "Summer", False),
    ],
)
def test_what_was_found_holds_ours_where_others_may_add_to_it(name: str, ours: Any, are_there: bool) -> None:
    assert holds(FIELDS[name], FOUND[name], ours) is are_there


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ({"team": "b", "town": "Bern"}, {"team": "a"}),
        ({"town": "Bern"}, None),
        ({}, None),
        (None, None),
        (UNKNOWN, {"team": "a", "cost": "7"}),
    ],
)
def test_of_a_map_those_entries_are_ours_that_are_declared(declared: Any, kept: Any) -> None:
    assert declared_entries(FOUND["labels"], declared) == kept
    assert declared_entries(None, declared) is None


def test_what_nobody_declared_goes_from_the_state() -> None:
    declared = dict.fromkeys(FIELDS) | {
        "name": "summer",
        "labels": {"team": "b"},
        "config": {"more": "y"},
        "fans": ["ben", "eve"],
        "body": DynamicValue.of({"size": 2, "tags": [{"id": 1}]}),
    }
    assert without_others(Album, FOUND, declared) == FOUND | {
        "labels": {"team": "a"},
        "config": {"more": "x"},
        "fans": ["ben"],
        "body": DynamicValue.of({"size": 1, "tags": [{"id": 1}]}),
    }


def test_what_is_not_known_yet_may_be_declared() -> None:
    unknown = dict.fromkeys(("labels", "config", "fans", "body"), UNKNOWN)
    assert without_others(Album, FOUND, dict.fromkeys(FIELDS) | unknown) == FOUND


def test_of_what_nobody_declared_at_all_nothing_is_ours_but_what_is_a_whole() -> None:
    nothing = dict.fromkeys(FIELDS)
    assert without_others(Album, FOUND, nothing) == FOUND | {"labels": None, "config": None, "fans": None}
    assert without_others(Album, nothing, FOUND) == nothing


@pytest.mark.parametrize(
    ("found", "declared", "is_written", "names"),
    [
        ({"b": "1", "a": "2", "ours": "3"}, {"ours": "4", "new": "5"}, False, ["a", "b"]),
        ({"a": "2"}, None, True, ["a"]),
        (["b", "a", 5, "ours"], ["ours", "5"], False, ["a", "b"]),
        (["a"], None, True, ["a"]),
        (FOUND["body"], DynamicValue.of({"size": 2}), False, ["more.a", "tags[0].id", "tags[0].more"]),
        (FOUND["body"], DynamicValue.of({"tags": [{"id": 1}]}), False, ["more.a", "size", "tags[0].more"]),
        (FOUND["body"], DynamicValue.of({"tags": [{"id": 1}]}), True, ["more.a", "size"]),
        (FOUND["body"], None, False, []),
        (DynamicValue.of({}), DynamicValue.of({"size": 2}), False, []),
        (None, {"a": "1"}, False, []),
        ({"a": "1"}, UNKNOWN, False, []),
    ],
)
def test_what_nobody_declared_is_told_by_name(found: Any, declared: Any, is_written: bool, names: list[str]) -> None:
    assert unnamed(found, declared, is_written=is_written) == names
