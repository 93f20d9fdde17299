"""Reads the state of stacks through Terraform, so that every backend works alike.

Format: https://developer.hashicorp.com/terraform/internals/json-format#state-representation
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from provider_lib.errors import StateError
from provider_lib.spec.secret import Secret
from provider_lib.state.view import Resource, State, Tracks

_MAJOR_FORMAT = "1"


class StateReader(Protocol):
    """Terraform, as far as reading a state needs it."""

    def init(self, directory: Path) -> bool:
        """Prepare the folder, when it is not."""
        ...

    def show_state(self, directory: Path) -> Mapping[str, Any]:
        """The state as ``terraform show -json`` prints it."""
        ...


class StackSource(Protocol):
    """A synthesized stack."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def directory(self) -> Path:
        """Where Terraform runs for it."""
        ...

    @property
    def construct_paths(self) -> Mapping[str, str]:
        """Address -> path of the construct that made the resource."""
        ...


def read(stacks: Iterable[StackSource], engine: StateReader, tracks: Tracks) -> State:
    """Read the state of stacks.

    Args:
        stacks: to read.
        engine: runs Terraform.
        tracks: what is tracked of a Terraform type.

    Raises:
        EngineError: Terraform cannot read it.
        StateError: its format is not known.
    """
    return State(tuple(resource for stack in stacks for resource in _read_stack(stack, engine)), tracks)


def _read_stack(stack: StackSource, engine: StateReader) -> list[Resource]:
    engine.init(stack.directory)
    return resources(stack.name, engine.show_state(stack.directory), stack.construct_paths)


def resources(stack: str, shown: Mapping[str, Any], construct_paths: Mapping[str, str]) -> list[Resource]:
    """The managed resources in a state.

    Args:
        stack: name of the stack.
        shown: the state as ``terraform show -json`` prints it; without ``values`` when there is none yet.
        construct_paths: address -> path of the construct that made the resource.

    Raises:
        StateError: its format is not known, or it is not in it.
    """
    version = str(shown.get("format_version", _MAJOR_FORMAT))
    if version.split(".")[0] != _MAJOR_FORMAT:
        raise StateError(
            f"The state of {stack} is in format {version}, which is not known", "Update Sluice, or use an older engine."
        )
    try:
        return _resources(stack, shown, construct_paths)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise StateError(
            f"The state of {stack} cannot be read: it is not in the form in which Terraform shows one",
            "Look at what the engine's `show -json` prints in the folder of the stack.",
        ) from error


def _resources(stack: str, shown: Mapping[str, Any], construct_paths: Mapping[str, str]) -> list[Resource]:
    root = (shown.get("values") or {}).get("root_module") or {}
    return [
        Resource(
            stack,
            str(found["address"]),
            str(found["type"]),
            construct_paths.get(found["address"].partition("[")[0]),
            bool(found.get("tainted", False)),
            dict(_hidden(found.get("values") or {}, found.get("sensitive_values") or {})),
        )
        for found in _all(root)
        if found["mode"] == "managed" and "deposed_key" not in found
    ]


def _all(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _all(child)


def _hidden(value: Any, sensitive: Any) -> Any:
    """The value with what is sensitive in it as ``Secret``; ``sensitive`` has its shape, and True where it is."""
    if sensitive is True:
        return None if value is None else Secret(value if isinstance(value, str) else json.dumps(value))
    if isinstance(value, dict) and isinstance(sensitive, dict):
        return {key: _hidden(item, sensitive.get(key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(sensitive, list):
        marks = [*sensitive, *[None] * (len(value) - len(sensitive))]
        return [_hidden(item, mark) for item, mark in zip(value, marks, strict=True)]
    return value
