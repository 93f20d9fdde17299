"""What Terraform's state has, read from where its backend keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.chaos.scene import Scene


@dataclass(frozen=True, slots=True)
class State:
    """A state.

    Args:
        attributes: by address.
        is_damaged: it is there, and cannot be read.
    """

    attributes: dict[str, dict[str, Any]]
    is_damaged: bool = False


def state_of(scene: Scene) -> State:
    """The state as it is now."""
    text = _text(scene)
    if text is None:
        return State({})
    try:
        resources = json.loads(text)["resources"]
        found = {f"{one['type']}.{one['name']}": one["instances"][0]["attributes"] for one in resources}
    except (ValueError, LookupError):
        return State({}, is_damaged=True)
    return State(found)


def _text(scene: Scene) -> str | None:
    if scene.setting.database is not None:
        return scene.run(["sluice-terraform", "state", "pull"], scene.stack).stdout or None
    return scene.state.read_text() if scene.state.exists() else None
