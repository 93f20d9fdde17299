"""Differences between documents, in the two forms that APIs take, and secrets planted into a document. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provider_lib.rest.json.semantic_equality import equal
from provider_lib.spec.paths import parse_path, spell_path, walk
from provider_lib.spec.types import UNKNOWN


def merge_patch(now: Any, before: Any) -> Any:
    """The JSON Merge Patch (RFC 7386) that makes ``now`` of ``before``: changed members, null for removed ones."""
    if not isinstance(now, Mapping) or not isinstance(before, Mapping):
        return now
    changed = {
        name: merge_patch(item, before.get(name))
        for name, item in now.items()
        if name not in before or not equal(item, before[name])
    }
    return changed | {name: None for name in before if name not in now}


def apply_merge_patch(document: Any, patch: Any) -> Any:
    """A document after a JSON Merge Patch (RFC 7386)."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(document) if isinstance(document, Mapping) else {}
    for name, item in patch.items():
        if item is None:
            found.pop(name, None)
        else:
            found[name] = apply_merge_patch(found.get(name), item)
    return found


def json_patch(now: Any, before: Any, at: str = "") -> Iterator[dict[str, Any]]:
    """The JSON Patch (RFC 6902) that makes ``now`` of ``before``; a changed list is replaced as a whole."""
    if equal(now, before):
        return
    if not isinstance(now, Mapping) or not isinstance(before, Mapping):
        yield {"op": "replace", "path": at, "value": now}
        return
    for name in before:
        if name not in now:
            yield {"op": "remove", "path": f"{at}/{_token(name)}"}
    for name, item in now.items():
        if name in before:
            yield from json_patch(item, before[name], f"{at}/{_token(name)}")
        else:
            yield {"op": "add", "path": f"{at}/{_token(name)}", "value": item}


def member_test(path: str, value: Any) -> dict[str, Any]:
    """The operation of a JSON Patch that makes all of it fail unless the member at a dotted path has this value."""
    return {"op": "test", "path": "".join(f"/{_token(step)}" for step in path.split(".")), "value": value}


def _token(name: str) -> str:
    """A member in a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def leaves(document: Any) -> dict[str, Any]:
    """Every value in a document that holds no others, by path; nulls are left out."""
    return {
        spell_path(steps): value
        for steps, value in walk(document)
        if value is not None and not (isinstance(value, Mapping | list) and value)
    }


def planted(document: Any, values: Mapping[str, Any]) -> Any:
    """A document with values at the places that ``leaves`` names; the objects and lists on the way are made."""
    for path, value in values.items():
        document = with_value(document, [step for step in parse_path(path) if isinstance(step, str | int)], value)
    return document


def is_taken(document: Any, path: str) -> bool:
    """Whether a document already says something at a place, or has no room for it."""
    for step in parse_path(path):
        if document is UNKNOWN:
            return False
        if isinstance(document, Mapping) and isinstance(step, str):
            if step not in document:
                return False
            document = document[step]
        elif isinstance(document, list) and isinstance(step, int):
            if step >= len(document):
                return False
            document = document[step]
        else:
            return True
    return document is not UNKNOWN


def with_value(document: Any, steps: Sequence[str | int], value: Any) -> Any:
    """A copy of a document with a value at a place; the objects and lists on the way are made."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = list(document) if isinstance(document, list) else []
        items += [None] * (step + 1 - len(items))
        items[step] = with_value(items[step], rest, value)
        return items
    members = dict(document) if isinstance(document, Mapping) else {}
    members[step] = with_value(members.get(step), rest, value)
    return members
