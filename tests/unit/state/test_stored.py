"""The objects of a state, as Terraform stores them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from provider_lib.errors import StateError
from provider_lib.state import StoredObject, stored_objects

SLUICE = 'provider["sluice.internal/sluice/sluice"]'


def state(*resources: dict[str, Any], version: int = 4) -> str:
    return json.dumps({"version": version, "serial": 1, "resources": list(resources)})


def resource(*instances: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = instances or ({"schema_version": 2, "attributes": {"id": "1"}, "private": "eyJhIjoxfQ=="},)
    return {"mode": "managed", "type": "a_b", "name": "c", "provider": SLUICE, "instances": list(found)} | more


def test_an_object_comes_with_all_that_a_refresh_needs() -> None:
    assert stored_objects("dev", state(resource()), {"a_b.c": "dev/c"}) == [
        StoredObject(
            stack="dev",
            address="a_b.c",
            type="a_b",
            construct_path="dev/c",
            version=2,
            attributes={"id": "1"},
            private=b'{"a":1}',
        )
    ]


def test_numbers_keep_every_digit() -> None:
    text = state(resource({"attributes": {"n": 0}})).replace('"n": 0', '"n": 12345678901234567890.5, "m": 7')
    [found] = stored_objects("dev", text, {})
    assert found.attributes == {"n": Decimal("12345678901234567890.5"), "m": 7}


def test_instances_modules_and_other_provider_blocks_are_told_apart() -> None:
    several = resource({"index_key": 0, "attributes": {}}, {"index_key": 'x"y', "attributes": {}})
    inner = resource({"attributes": {}}, module="module.m", provider=f"module.m.{SLUICE}.eu")
    assert [(item.address, item.provider) for item in stored_objects("dev", state(several, inner), {})] == [
        ("a_b.c[0]", ""),
        (r'a_b.c["x\"y"]', ""),
        ("module.m.a_b.c", "eu"),
    ]


def test_data_sources_and_deposed_objects_are_left_out_and_tainted_ones_are_marked() -> None:
    deposed = {"deposed": "00000001", "attributes": {}}
    found = state(resource(mode="data"), resource(deposed, {"status": "tainted", "attributes": {}}))
    assert [(item.address, item.tainted) for item in stored_objects("dev", found, {})] == [("a_b.c", True)]


@pytest.mark.parametrize("text", ["", "\n", state()])
def test_a_stack_never_deployed_has_nothing(text: str) -> None:
    assert stored_objects("dev", text, {}) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 4, "resources": [{}]}', '{"version": 4, "resources": 1}'])
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(StateError, match=r"^The state of dev cannot be read"):
        stored_objects("dev", text, {})


def test_a_newer_state_is_refused() -> None:
    with pytest.raises(StateError, match=r"^The state of dev is of version 5, which is not known"):
        stored_objects("dev", state(version=5), {})


def test_no_value_shows() -> None:
    [found] = stored_objects("dev", state(resource({"attributes": {"key": "planted"}, "private": "cGxhbnRlZA=="})), {})
    assert "planted" not in repr(found)


def test_what_terraform_was_told_to_hide_is_marked() -> None:
    def key(name: object) -> dict[str, object]:
        return {"type": "index", "value": {"value": name, "type": "string" if isinstance(name, str) else "number"}}

    def attribute(name: str) -> dict[str, str]:
        return {"type": "get_attr", "value": name}

    paths = [
        [attribute("config"), key("a.b")],
        [attribute("config"), key("c")],
        [attribute("topics"), key(0), attribute("x")],
        [attribute("agent_key")],
        [attribute("whole"), key("a")],
        [attribute("whole")],
        [attribute("whole"), key("b")],
    ]
    [found] = stored_objects("dev", state(resource({"attributes": {}, "sensitive_attributes": paths})), {})
    assert found.sensitive == {"config": {"a.b": True, "c": True}, "topics": True, "agent_key": True, "whole": True}
