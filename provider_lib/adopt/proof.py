"""Whether a plan does what adopt promises: imports everything, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def broken_promises(plan: Mapping[str, Any], imports: int) -> list[str]:
    """What a plan does beside importing so many objects, a line each; no value is told.

    Args:
        plan: as ``terraform show -json`` prints it.
        imports: how many objects it should import.
    """
    changes = [item["change"] | {"address": item["address"]} for item in plan.get("resource_changes", [])]
    found = [line for change in changes for line in _broken(change)]
    imported = sum("importing" in change for change in changes)
    if imported != imports:
        found.append(f"It imports {imported} objects, not {imports}")
    return found


def _broken(change: Mapping[str, Any]) -> Iterator[str]:
    actions = [action for action in change["actions"] if action != "no-op"]
    if actions:
        before, after = change.get("before") or {}, change.get("after") or {}
        unknown = change.get("after_unknown") or {}
        names = [
            name for name in {**before, **after, **unknown} if before.get(name) != after.get(name) or unknown.get(name)
        ]
        yield f"{change['address']}: {' and '.join(actions)}, of {', '.join(names) or 'all of it'}"
