"""Texts stand for JSON values, and two texts for one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.meaning import meaning
from provider_lib.rest.json.semantic_equality import are_same, is_respelled


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("5432", 5432),
        ("-1", -1),
        ("1.50", Decimal("1.50")),
        ("12345678901234567890.10", Decimal("12345678901234567890.10")),
        ('["a", 1]', ["a", 1]),
        ('{"a": {"b": null}}', {"a": {"b": None}}),
        ('"5432"', "5432"),
        ('"true"', "true"),
        ('"[1]"', "[1]"),
    ],
)
def test_a_text_stands_for_what_json_has_for_it(text: str, value: Any) -> None:
    found = meaning(text)
    assert (found, type(found)) == (value, type(value))
    assert as_text(found) == as_text(value)


@pytest.mark.parametrize(
    "text", ["", "abc", "True", "null", "007", "1e5", "+1", "-0", "NaN", "[0-9]", "{", '"abc"', "a,b", "public.orders"]
)
def test_any_other_text_stands_for_itself(text: str) -> None:
    assert meaning(text) == text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("true", True),
        ("true", "true"),
        ("5", 5),
        ("5", "5"),
        ("5", Decimal("5.0")),
        ("5.0", 5),
        ('"5"', "5"),
        ('"5"', 5),
        ("a,b", ["a", "b"]),
        ("a, b", ["b", "a"]),
        ('["a","b"]', ["b", "a"]),
        ('["a","b"]', "a,b"),
        ("[1,2]", [2, 1]),
        ('[["a"],["b"]]', [["a"], ["b"]]),
        ('{"a":1,"b":2}', {"b": 2, "a": 1}),
        ('{"a":1}', '{ "a": 1 }'),
        ("{}", {}),
        ("[]", []),
    ],
)
def test_a_value_of_the_server_is_ours_in_another_type(ours: str, theirs: Any) -> None:
    assert are_same("typed", ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("true", False),
        ("true", 1),
        ("1", True),
        ("true", "True"),
        ("5", 6),
        ("1.10", "1.1"),
        ("a,b", "b,a"),
        ('["a","b"]', "b,a"),
        ('["a"]', ["a", "b"]),
        ('[["a"],["b"]]', [["b"], ["a"]]),
        ('{"a":1}', {"a": 2}),
        ('{"a":1}', {"a": True}),
        ("a", None),
    ],
)
def test_another_value_of_the_server_is_another(ours: str, theirs: Any) -> None:
    assert not are_same("typed", ours, theirs)


@pytest.mark.parametrize(
    ("before", "now", "is_same"),
    [
        ("a,b", '["a","b"]', True),
        ('["a","b"]', '["a", "b"]', True),
        ('{"a":1}', '{ "a": 1 }', True),
        ("a,b", '["b","a"]', False),
        ("5", "5.0", False),
        ("true", '"true"', False),
        ('{"a":1}', '"{\\"a\\":1}"', False),
        ("a", "b", False),
    ],
)
def test_a_user_who_writes_a_list_otherwise_changes_nothing(before: str, now: str, is_same: bool) -> None:
    assert is_respelled(before, now) is is_same
