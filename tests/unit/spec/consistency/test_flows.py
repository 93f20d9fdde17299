"""What is said to flow where no field can name it."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.spec import Flow, Has
from tests.unit.spec.consistency.machines import Machine, changed, told


@pytest.mark.parametrize(
    ("flow", "what", "instead"),
    [
        ({"to": "object"}, "leads to what name refers to, which is nothing", "Give it `refers_to`."),
        ({"keys": "a"}, "is of keys of name, which is no map", "Take `keys` away."),
        ({"prefix": "a"}, "has a prefix in name, which is no map", "Take `prefix` away."),
        ({"names": "a"}, "finds names by 'a'", "It must have one group, which is the name."),
        ({"where": (Has("name", "a", key="b"),)}, "asks for a key of name, which is no map", "Take the key away."),
    ],
)
def test_it_is_told(flow: dict[str, Any], what: str, instead: str) -> None:
    machine = changed(Machine, data_flows=(Flow(**{"way": "in", "to": "topic", "of": "name"} | flow),))
    assert told(machine) == [f"machines.Machine.data_flows[0] {what}\n{instead}"]


def test_its_names_are_looked_at() -> None:
    machine = changed(Machine, data_flows=(Flow(way="out", to="topic", of="nmae", within="staet"),))
    found = "\n".join(told(machine))
    assert "names no field: nmae" in found
    assert "names no field: staet" in found
