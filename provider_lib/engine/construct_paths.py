"""Which construct made which resource, and which came from elsewhere, as the synthesized stack says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from provider_lib.engine.stack_file import read_stack


def construct_paths(directory: Path) -> dict[str, str]:
    """Address -> construct path (``dev/orders/sink``) for the stack in a folder; empty when it is not synthesized."""
    try:
        stack = read_stack(directory)
    except FileNotFoundError:
        return {}
    return {
        f"{prefix}{kind}.{name}": body["//"]["metadata"]["path"]
        for prefix, section in (("", "resource"), ("data.", "data"))
        for kind, bodies in _mappings(stack.get(section))
        for name, body in _mappings(bodies)
        if "path" in body.get("//", {}).get("metadata", {})
    }


def moved_to(directory: Path) -> dict[str, str]:
    """The addresses to which the stack in a folder moves something -> from where; none when it is not synthesized."""
    try:
        blocks = read_stack(directory).get("moved")
    except FileNotFoundError:
        return {}
    found = [block for block in blocks if isinstance(block, Mapping)] if isinstance(blocks, list) else []
    return {str(block.get("to")): str(block.get("from")) for block in found}


def _mappings(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, Mapping) else []
