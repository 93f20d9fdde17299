"""Where the state of a stack is kept, as its file says: by which of Terraform's backends, with which settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provider_lib.engine.stack_file import read_stack

LOCAL, POSTGRES = "local", "pg"

_LOCKED_TO_BE_READ = (LOCAL, "cloud", "remote")
"""A file is empty while a run writes it; a platform that runs Terraform itself locks as it likes."""


@dataclass(frozen=True, slots=True)
class Backend:
    """What keeps a state.

    Args:
        kind: Terraform's word for it, e.g. ``s3``.
        settings: as the program gives them.
    """

    kind: str
    settings: dict[str, Any]

    @classmethod
    def of(cls, directory: Path) -> Backend | None:
        """The backend of the stack in a folder; None when there is no stack in it."""
        try:
            settings: dict[str, Any] = read_stack(directory).get("terraform", {})
        except FileNotFoundError:
            return None
        if "cloud" in settings:
            return cls("cloud", settings["cloud"])
        [(kind, chosen)] = settings.get("backend", {LOCAL: {}}).items()
        return cls(kind, chosen)

    @property
    def reads_whole(self) -> bool:
        """Whether a state that is read without a lock is always one that somebody wrote to its end."""
        return self.kind not in _LOCKED_TO_BE_READ
