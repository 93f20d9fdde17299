"""What may be a server's form of a value, and what is something else in its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.rest.json.likeness import alike, composed, is_nothing, is_rounded, may_stand_for


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Ada ", "ada"),
        ("  \n", ""),
        ("true", "TRUE"),
        (True, "true"),
        (False, 0),
        (False, "0.0"),
        (True, 1),
        ("false", 0),
        (5, "5"),
        (Decimal("0.4"), 0),
        (["b", "a", "b"], ["a", "b"]),
        (["a"], ["a", "b"]),
        ('{"a":1}', {"a": 1}),
        (None, "standard"),
        (None, False),
        ("", 0),
        ({}, []),
        ("false", "false\n"),
        (False, ["No"]),
        (["a"], "a"),
        (["B", "a"], "a, b"),
        ([1, 2], "[2,1]"),
        ({"a": 1}, '{"a": "1"}'),
    ],
)
def test_a_value_may_have_a_form(ours: Any, theirs: Any) -> None:
    assert may_stand_for(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Ada", None),
        ("Ada", ""),
        ("Ada", {}),
        ("Ada", []),
        ("true", "false"),
        ("false", True),
        ("False", "yes"),
        (True, False),
        (False, "1"),
        (5, 0),
        (["a", "b"], ["a"]),
        (["a"], "b"),
        (["a", "b"], "a"),
        (["a"], {"a": 1}),
        ({"a": 1}, "a"),
        ({"a": 1}, '{"a": 2}'),
    ],
)
def test_what_is_nothing_the_opposite_or_a_part_is_no_form(ours: Any, theirs: Any) -> None:
    assert not may_stand_for(ours, theirs)


@pytest.mark.parametrize("value", [None, "", " ", [], {}, False, 0, Decimal("0.0")])
def test_what_many_servers_leave_out_is_nothing(value: Any) -> None:
    assert is_nothing(value)


@pytest.mark.parametrize("value", ["a", "0", [None], {"a": None}, True, 1])
def test_what_tells_something_is_not_nothing(value: Any) -> None:
    assert not is_nothing(value)


@pytest.mark.parametrize(
    ("ours", "theirs", "is_like"),
    [
        ("Ada Lovelace", " ada-lovelace\n", True),
        ("\uff21\uff44\uff41", "ada", True),
        ("straße", "STRASSE", True),
        ("5.0", 5, True),
        ("-0", 0, True),
        ("1e999999999", "1E+999999999", True),
        ("1e999999999", "1e999999998", False),
        (10**40, 10**40 + 1, False),
        (["B", "a"], ["a", "b"], True),
        ({"A": 1}, {"a": "1"}, True),
        ({"a": 1}, {"b": 1}, False),
        (["a b"], ["a", "b"], False),
        ("Ada", "Eve", False),
        (5, -5, False),
        ("--", "__", False),
        ("कि", "क", False),
    ],
)
def test_values_are_alike_that_differ_in_how_they_are_written(ours: Any, theirs: Any, is_like: bool) -> None:
    assert alike(ours, theirs) is is_like


@pytest.mark.parametrize(
    ("ours", "theirs", "is_it"),
    [
        (Decimal("3.14159"), Decimal("3.14"), True),
        (Decimal("10.6"), 11, True),
        ("3.19", "3.1", True),
        (3, 2, False),
        ("a", 2, False),
        ("1e999999999", "1e-999999999", False),
        ("9e999", "1e-1000", False),
        (10**40 + 1, 10**40, False),
        (f"{10**40}.7", 10**40, True),
        (True, 1, False),
    ],
)
def test_a_number_is_rounded(ours: Any, theirs: Any, is_it: bool) -> None:
    assert is_rounded(ours, theirs) is is_it


def test_texts_are_composed_wherever_they_stand() -> None:
    assert composed({"e\u0301": ["e\u0301", 5, None]}) == {"é": ["é", 5, None]}
