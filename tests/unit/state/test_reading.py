"""The state is read through Terraform, and what is sensitive in it is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from provider_lib.errors import StateError
from provider_lib.spec.secret import Secret
from provider_lib.state import Resource, read
from provider_lib.state.reading import resources


def shown(*found: dict[str, Any], **root: Any) -> dict[str, Any]:
    return {"format_version": "1.0", "values": {"root_module": {"resources": list(found), **root}}}


def resource(address: str, **fields: Any) -> dict[str, Any]:
    kind, name = address.split(".")[-2:]
    return {"address": address, "mode": "managed", "type": kind, "name": name, "values": {"id": "1"}} | fields


def test_resources_come_with_their_constructs() -> None:
    state = shown(resource("a_b.c"), resource('a_b.d["x"]', type="a_b", tainted=True))
    assert resources("dev", state, {"a_b.c": "dev/c", "a_b.d": "dev/group/d"}) == [
        Resource("dev", "a_b.c", "a_b", "dev/c", False, {"id": "1"}),
        Resource("dev", 'a_b.d["x"]', "a_b", "dev/group/d", True, {"id": "1"}),
    ]


def test_resources_of_modules_are_found_at_any_depth() -> None:
    inner = {"resources": [resource("module.m.module.n.a_b.c")]}
    outer = {"resources": [resource("module.m.a_b.c")], "child_modules": [inner]}
    found = resources("dev", shown(resource("a_b.c"), child_modules=[outer]), {})
    assert [item.address for item in found] == ["a_b.c", "module.m.a_b.c", "module.m.module.n.a_b.c"]


def test_data_sources_and_deposed_objects_are_left_out() -> None:
    state = shown(resource("data.a_b.c", mode="data"), resource("a_b.c", deposed_key="00000001"))
    assert resources("dev", state, {}) == []


@pytest.mark.parametrize("state", [{}, {"format_version": "1.0"}, {"format_version": "1.0", "values": None}, shown()])
def test_a_stack_never_deployed_has_no_resources(state: dict[str, Any]) -> None:
    assert resources("dev", state, {}) == []


def test_what_is_sensitive_is_hidden_at_any_depth() -> None:
    values = {"key": "k1", "list": ["a", "k2", "b"], "map": {"k": {"deep": 5}, "open": 1}, "unset": None}
    sensitive = {"key": True, "list": [False, True], "map": {"k": {"deep": True}}, "unset": True}
    [found] = resources("dev", shown(resource("a_b.c", values=values, sensitive_values=sensitive)), {})
    assert found.values == {
        "key": Secret("k1"),
        "list": ["a", Secret("k2"), "b"],
        "map": {"k": {"deep": Secret("5")}, "open": 1},
        "unset": None,
    }
    assert "k1" not in repr(found)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(StateError) as caught:
        resources("dev", {"format_version": "2.0"}, {})
    assert str(caught.value) == (
        "The state of dev is in format 2.0, which is not known\nUpdate Sluice, or use an older engine."
    )


@dataclass(frozen=True)
class Folder:
    """A synthesized stack."""

    name: str
    directory: Path
    construct_paths: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Reader:
    """An engine that knows the state of folders, and writes down what it was asked."""

    states: Mapping[Path, Mapping[str, Any]]
    asked: list[str] = field(default_factory=list)

    def init(self, directory: Path) -> bool:
        self.asked.append(f"init {directory}")
        return False

    def show_state(self, directory: Path) -> Mapping[str, Any]:
        self.asked.append(f"show {directory}")
        return self.states[directory]


def test_every_stack_is_prepared_and_then_read() -> None:
    reader = Reader({Path("dev"): shown(resource("a_b.c")), Path("prod"): shown(resource("a_b.d"))})
    state = read([Folder("dev", Path("dev")), Folder("prod", Path("prod"))], reader, lambda _: None)
    assert [(item.stack, item.address) for item in state.resources] == [("dev", "a_b.c"), ("prod", "a_b.d")]
    assert reader.asked == ["init dev", "show dev", "init prod", "show prod"]
