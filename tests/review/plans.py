"""Plans that no core makes, or that tests write themselves."""

from __future__ import annotations

from typing import Any

from provider_lib.review import Report, review
from provider_lib.systems import CATALOGUE


def plan(*changes: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A plan of these changes."""
    return {"format_version": "1.2", "planned_values": {}, "resource_changes": list(changes), **parts}


def changed(kind: str, actions: list[str], before: Any = None, after: Any = None, **parts: Any) -> dict[str, Any]:
    """A change of an object called ``it``."""
    change = {"actions": actions, "before": before, "after": after}
    return {"address": f"{kind}.it", "mode": "managed", "type": kind, "change": change | parts}


def reviewed(*changes: dict[str, Any], **parts: Any) -> Report:
    """The review of a plan of these changes."""
    return review(plan(*changes, **parts), CATALOGUE, stack="dev")


def connector(config: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """A sink as a refresh finds it."""
    own = {"connector.class": "com.example.Sink", "topics": "orders"}
    tasks = [{"id": "0", "state": "RUNNING", "trace": None}]
    found = {"connect": "main", "name": "orders", "desired_state": "running", "type": "sink", "state": "RUNNING"}
    return found | {"config": own | (config or {}), "tasks": tasks} | values
