"""As of when a state is: Terraform's state has a number that grows with every write, and no date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provider_lib.errors import StateError
from provider_lib.state.history import Snapshot


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


def age_of(state: str, file: Path | None = None) -> StateAge | None:
    """The age of a state; None when it was never written.

    Args:
        state: its text.
        file: which holds it.

    Raises:
        StateError: it is none.
    """
    if not state.strip():
        return None
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC) if file else None
    snapshot = Snapshot.of(state.encode())
    if snapshot is None:
        raise StateError("The state is not one that Terraform writes", "Its serial number cannot be read.")
    return StateAge(snapshot.serial, written) if snapshot.lineage else None
