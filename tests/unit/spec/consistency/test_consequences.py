"""Consequences of what cannot change so."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.spec import Consequence, Has
from tests.unit.spec.consistency.machines import Machine, changed, told


@pytest.mark.parametrize(
    ("consequence", "what", "instead"),
    [
        (
            {"becomes": "fine"},
            "says how a field changes, but not which",
            "Say it: `of=`.",
        ),
        (
            {"of": "name", "on": ("replace",), "keys": "a"},
            "is of keys of name, which is no map",
            "Take `keys` away.",
        ),
        (
            {"of": "name"},
            "is of an update of name, which replaces",
            'Say `on=("replace",)`.',
        ),
        (
            {"where": (Has("name", "a", key="b"),)},
            "asks for a key of name, which is no map",
            "Take the key away.",
        ),
    ],
)
def test_it_is_told(consequence: dict[str, Any], what: str, instead: str) -> None:
    machine = changed(Machine, consequences=(Consequence("gap", "stops", **consequence),))
    assert told(machine) == [f"machines.Machine.consequences[0] {what}\n{instead}"]


def test_its_names_are_looked_at() -> None:
    machine = changed(Machine, consequences=(Consequence("gap", "stops {nmae}", of="staet"),))
    found = "\n".join(told(machine))
    assert "names no field: nmae" in found
    assert "names no field: staet" in found
