from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.spec.paths import ANY, DEEP, IsPath, find_all, matches, parse_path, spell_path
from tests.unit.documents import NAMES


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", ()),
        ("spec.size", ("spec", "size")),
        ("items[*].updatedAt", ("items", ANY, "updatedAt")),
        ("items[0]", ("items", 0)),
        ("labels.*", ("labels", ANY)),
        ('labels["a.b"].c', ("labels", "a.b", "c")),
        ('["a\\"b"]', ('a"b',)),
        ("**.etag", (DEEP, "etag")),
    ],
)
def test_a_path_is_read_step_by_step(text, steps) -> None:
    assert parse_path(text) == steps


@pytest.mark.parametrize("text", [".a", "a..b", "a.", "a[", "a]", "[x]", 'a["b]'])
def test_what_is_no_path_says_where_it_stops_making_sense(text) -> None:
    [(place, problem)] = IsPath().problems(text)
    assert place == ()
    assert "cannot be read from" in problem


@given(st.lists(NAMES | st.integers(0, 3)).map(tuple))
def test_a_place_that_is_spelled_out_is_read_as_the_same_place(steps) -> None:
    assert parse_path(spell_path(steps)) == steps


@pytest.mark.parametrize(
    ("pattern", "place", "stands"),
    [
        ("a.b", ("a", "b"), True),
        ("a", ("a", "b"), False),
        ("a.*", ("a", "b"), True),
        ("a[*].c", ("a", 1, "c"), True),
        ("a[*].c", ("a", "c"), False),
        ("**", (), True),
        ("**", ("a", 0), True),
        ("**.c", ("c",), True),
        ("**.c", ("a", 0, "c"), True),
        ("a.**.c", ("b", "c"), False),
        ("[0]", ("0",), False),
    ],
)
def test_a_pattern_stands_for_exactly_its_places(pattern, place, stands) -> None:
    assert matches(parse_path(pattern), place) is stands


def test_every_value_at_a_pattern_is_found_with_its_place() -> None:
    document = {"items": [{"a": 1}, {"b": 2}, {"a": None}]}
    assert find_all(document, parse_path("items[*].a")) == {("items", 0, "a"): 1, ("items", 2, "a"): None}
