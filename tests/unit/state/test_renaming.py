"""A state in which one object is named otherwise, and all else is as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.errors import StateError
from provider_lib.state.renaming import renamed

KIND = "sluice_kafka_connect_connector"
OLD = {"connect": "default", "name": "orders"}
NEW = {"connect": "other", "name": "orders-2", "id": "other/orders-2"}


def instance(name: str, **more: Any) -> dict[str, Any]:
    attributes = {"connect": "default", "name": name, "id": f"default/{name}", "config": {"a": "größe ${b}"}}
    return {"attributes": attributes, "identity": {"connect": "default", "name": name}, "private": "bm8=", **more}


def state(*instances: dict[str, Any], **more: Any) -> str:
    resources = [
        {"mode": "data", "type": KIND, "name": "x", "instances": [instance("orders")]},
        {"mode": "managed", "type": KIND, "name": "orders", "instances": list(instances)},
    ]
    return json.dumps({"version": 4, "serial": 7, "lineage": "l", "resources": resources, "outputs": more})


def test_nothing_but_the_names_and_the_serial_is_another() -> None:
    before = state(instance("orders"), instance("orders", deposed="1"), instance("other"), number=0.1, big=2**70)
    after = json.loads(renamed(before, KIND, OLD, NEW, ("connect", "name")))
    expected = json.loads(before)
    expected["serial"] = 8
    moved = expected["resources"][1]["instances"][0]
    moved["attributes"] |= NEW
    moved["identity"] = {"connect": "other", "name": "orders-2"}
    assert after == expected


@pytest.mark.parametrize("instances", [[], [instance("other")], [instance("orders"), instance("orders")]])
def test_an_object_that_is_not_there_once_is_refused(instances: list[dict[str, Any]]) -> None:
    with pytest.raises(StateError, match=f"The state has {len(instances) // 2 * 2} objects"):
        renamed(state(*instances), KIND, OLD, NEW, ("connect", "name"))


def test_no_state_is_refused() -> None:
    with pytest.raises(StateError, match="The state has 0 objects"):
        renamed("", KIND, OLD, NEW, ("connect", "name"))


def test_a_number_that_would_lose_digits_is_refused() -> None:
    before = state(instance("orders")).replace('"serial": 7', '"serial": 7, "x": 0.12345678901234567890123')
    with pytest.raises(StateError, match="more digits than fit"):
        renamed(before, KIND, OLD, NEW, ("connect", "name"))
