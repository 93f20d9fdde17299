from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.spec.paths import ANY, DEEP, IsPath, matches, parse_path, spell_path, steps_of
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
        (r"labels.a\.b.c", ("labels", "a.b", "c")),
        (r"a\[0\]", ("a[0]",)),
        ("errors.0.detail", ("errors", "0", "detail")),
        ("**.etag", (DEEP, "etag")),
    ],
)
def test_a_path_is_read_step_by_step(text, steps) -> None:
    assert parse_path(text) == steps


@pytest.mark.parametrize("text", [".a", "a..b", "a.", "a\\", "a[", "a]", "[x]", 'a["b]'])
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
        ("0", (0,), True),
    ],
)
def test_a_pattern_stands_for_exactly_its_places(pattern, place, stands) -> None:
    assert matches(parse_path(pattern), place) is stands


@pytest.mark.parametrize("text", ["*", "a[*].b", "**.etag"])
def test_a_place_is_a_path_without_wildcards(text) -> None:
    with pytest.raises(ValueError, match="stands for several places"):
        steps_of(text)
    [(_, problem)] = IsPath(single=True, after="body:").problems(f"body:{text}")
    assert problem == (
        f"'body:{text}' stands for several places, so it is not a path such as `meta.next` or `items[0].id` "
        "after `body:`"
    )


def test_what_does_not_begin_like_a_path_is_not_looked_at() -> None:
    assert list(IsPath(single=True, after="body:").problems("header:ETag")) == []
