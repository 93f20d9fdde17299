"""Differences between documents, in the two forms that APIs take. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.rest.json.semantic_equality import equal
from provider_lib.spec.paths import steps_of


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
    """The operation of a JSON Patch that makes all of it fail unless what lies at a path has this value."""
    return {"op": "test", "path": "".join(f"/{_token(str(step))}" for step in steps_of(path)), "value": value}


def _token(name: str) -> str:
    """A member in a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
