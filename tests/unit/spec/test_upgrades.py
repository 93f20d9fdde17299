from __future__ import annotations

from typing import Any

import pytest

from provider_lib.spec import Give, Move, Upgrade
from provider_lib.spec.upgrades import State, upgraded


@pytest.mark.parametrize(
    ("move", "before", "after"),
    [
        (Move("length", "size"), {"length": 3, "name": "n"}, {"size": 3, "name": "n"}),
        (Move("length", "size"), {"length": None}, {"size": None}),
        (Move("length", "size"), {"name": "n"}, {"name": "n"}),
        (Move("size", "limits.size"), {"size": 3}, {"limits": {"size": 3}}),
        (Move("size", "limits.size"), {"size": 3, "limits": {"age": 1}}, {"limits": {"age": 1, "size": 3}}),
        (Move("size", "limits.size"), {"size": 3, "limits": None}, {"limits": {"size": 3}}),
        (Move("limits.size", "size"), {"limits": {"size": 3, "age": 1}}, {"limits": {"age": 1}, "size": 3}),
        (Move("limits.size", "size"), {"limits": None}, {"limits": None}),
        (Move('config["a.b"]', 'config["c.d"]'), {"config": {"a.b": "x"}}, {"config": {"c.d": "x"}}),
    ],
)
def test_what_is_moved_stands_at_its_new_place_only(move: Move, before: State, after: State) -> None:
    assert move(before) == after


@pytest.mark.parametrize(
    ("give", "before", "after"),
    [
        (Give("unit", "cm"), {}, {"unit": "cm"}),
        (Give("unit", "cm"), {"unit": None}, {"unit": "cm"}),
        (Give("unit", "cm"), {"unit": "m"}, {"unit": "m"}),
        (Give("on", True), {"on": False}, {"on": False}),
        (Give("limits.age", 1), {"limits": {"size": 3}}, {"limits": {"size": 3, "age": 1}}),
        (Give("limits.age", 1), {"limits": None}, {"limits": None}),
        (Give("limits.age", 1), {}, {}),
    ],
)
def test_what_has_no_value_is_given_one(give: Give, before: State, after: State) -> None:
    assert give(before) == after


def test_the_steps_from_a_version_on_are_taken_one_after_the_other() -> None:
    def doubled(state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "size": state["size"] * 2}

    upgrades = (Upgrade(1, (Move("length", "size"), doubled)), Upgrade(2, (doubled, Move("size", "width"))))
    assert upgraded({"length": 3}, upgrades, 1) == {"width": 12}
    assert upgraded({"size": 3}, upgrades, 2) == {"width": 6}
    assert upgraded({"width": 3}, upgrades, 3) == {"width": 3}
