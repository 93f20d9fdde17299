"""Differences between documents, in the two forms that APIs take. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.rest.json.likeness import composed
from provider_lib.rest.json.semantic_equality import equal
from provider_lib.spec.paths import Steps, steps_of


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


def members_of_others(theirs: Any, ours: Any, before: Any, at: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """The members that neither ours nor what was ours before has, each with its place; a list is a whole value.

    Put into ours, they make what is to be written where a write leaves nothing of the former document.
    """
    if not isinstance(theirs, Mapping) or not isinstance(ours, Mapping):
        return
    former = before if isinstance(before, Mapping) else {}
    for there, item in theirs.items():
        name = composed(there)
        if name in ours:
            yield from members_of_others(item, ours[name], former.get(name), (*at, name))
        elif name not in former:
            yield (*at, there), item
        elif isinstance(former[name], Mapping):
            yield from members_of_others(item, {}, former[name], (*at, name))


def members_of_items(theirs: Any, ours: Any, at: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """The members in items of lists that ours does not have there: with ours in its place, they are gone."""
    if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
        is_item = bool(at) and isinstance(at[-1], int)
        for there, item in theirs.items():
            name = composed(there)
            if name in ours:
                yield from members_of_items(item, ours[name], (*at, name))
            elif is_item:
                yield (*at, name), item
    elif isinstance(theirs, list) and isinstance(ours, list):
        for index, (item, own) in enumerate(zip(theirs, ours, strict=False)):
            yield from members_of_items(item, own, (*at, index))


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
