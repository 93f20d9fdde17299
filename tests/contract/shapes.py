"""Words of JSON Schema, short enough to read a whole API at a glance."""

from __future__ import annotations

from typing import Any, Final

Shape = dict[str, Any]

TEXT: Final[Shape] = {"type": "string"}
NUMBER: Final[Shape] = {"type": "integer"}
TRUTH: Final[Shape] = {"type": "boolean"}
ANY_OBJECT: Final[Shape] = {"type": "object"}
TEXTS: Final[Shape] = {"type": "object", "additionalProperties": TEXT}


def one_of(*words: str) -> Shape:
    """One of some texts."""
    return {"type": "string", "enum": list(words)}


def many(item: Shape) -> Shape:
    """A list."""
    return {"type": "array", "items": item}


def members(*required: str, **shapes: Shape) -> Shape:
    """An object: its required members, and the shape of each."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", **needed, "properties": shapes}


def json(shape: Shape) -> dict[str, Any]:
    """Content in JSON."""
    return {"application/json": {"schema": shape}}


def answers(ok: Shape | None, error: Shape, *statuses: int) -> dict[str, Any]:
    """The answers of an operation: 200, and errors of one shape."""
    success: dict[str, Any] = {"description": "done"} if ok is None else {"description": "done", "content": json(ok)}
    return {"200": success} | {str(status): {"description": "error", "content": json(error)} for status in statuses}


def in_path(*names: str) -> list[dict[str, Any]]:
    """Parameters in the path, all of them text."""
    return [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in names]


def in_query(**shapes: Shape) -> list[dict[str, Any]]:
    """Parameters in the query that may be left out."""
    return [{"name": name, "in": "query", "required": False, "schema": shape} for name, shape in shapes.items()]


def body(shape: Shape) -> dict[str, Any]:
    """A body that must be sent."""
    return {"required": True, "content": json(shape)}


def specification(title: str, paths: dict[str, Any]) -> dict[str, Any]:
    """A document of OpenAPI."""
    return {"openapi": "3.0.3", "info": {"title": title, "version": "1"}, "servers": [{"url": "/"}], "paths": paths}
