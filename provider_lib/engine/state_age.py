"""As of when a state is: Terraform's state has a number that grows with every write, and no date."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provider_lib.engine.construct_paths import STACK_FILE


@dataclass(frozen=True, slots=True)
class StateAge:
    """How old a state is.

    Args:
        serial: how often it was written.
        written: when it was written last; None when only its backend could tell.
    """

    serial: int
    written: datetime | None = None

    def __str__(self) -> str:
        moment = f"{self.written:%Y-%m-%d %H:%M:%S} UTC, " if self.written else ""
        return f"as of {moment}serial {self.serial}"


def state_file(directory: Path) -> Path | None:
    """The file in which the state of a stack is on this machine; None when it is not, or not known to be."""
    configuration: dict[str, Any] = json.loads((directory / STACK_FILE).read_text())
    local = configuration.get("terraform", {}).get("backend", {}).get("local", {})
    path = directory / local.get("path", "terraform.tfstate")
    return path if path.is_file() else None


def age_of(state: str, file: Path | None = None) -> StateAge | None:
    """The age of a state; None when it was never written.

    Args:
        state: its text.
        file: which holds it.
    """
    if not state.strip():
        return None
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC) if file else None
    return StateAge(json.loads(state)["serial"], written)
