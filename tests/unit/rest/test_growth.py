"""Four times as much of something takes about four times the work: counted in calls of functions, not in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provider_lib.rest.json.semantic_equality import Rules, project
from tests.growth import FEW, MORE, calls_of
from tests.unit.rest.desk import Desk


def names(count: int, first: int = 0) -> list[str]:
    return [f"topic-{number}" for number in range(first, first + count)]


def named(count: int, first: int = 0) -> list[Any]:
    return [{"name": name, "partitions": 3} for name in names(count, first)]


def rules(kind: str | None) -> Rules:
    return Rules.parse([], {"": kind} if kind else {}, [])


@pytest.mark.parametrize("kind", [None, "set", "key:name"])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(names, names, id="the same names"),
        pytest.param(names, lambda count: names(count)[::-1], id="names in another order"),
        pytest.param(names, lambda count: names(count, first=count), id="other names"),
        pytest.param(named, lambda count: named(count)[::-1], id="objects in another order"),
        pytest.param(lambda _: named(1), named, id="one object of many"),
    ],
)
def test_lists_are_compared_in_a_time_that_grows_with_them(
    kind: str | None, ours: Callable[[int], Any], theirs: Callable[[int], Any]
) -> None:
    few, many = (calls_of(lambda n=n: project(ours(n), theirs(n), rules(kind))) for n in (FEW, 4 * FEW))
    assert many < MORE * few


@pytest.mark.parametrize("items", [names, named], ids=["names", "objects"])
def test_an_object_is_read_planned_and_changed_in_a_time_that_grows_with_it(
    desk: Desk, items: Callable[[int], Any]
) -> None:
    def live(count: int) -> None:
        thing = desk.thing({"topics": items(count)})
        thing.apply()
        assert thing.plan().is_empty
        thing.apply(body={"topics": items(count)[1:], "more": items(count)})
        thing.destroy()

    live(1)  # what is made once for all is made now
    few, many = (calls_of(lambda n=n: live(n)) for n in (FEW, 4 * FEW))
    assert many < MORE * few
