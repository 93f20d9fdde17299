"""Runs that end too soon: what Terraform would have stored is lost, and the journal of the provider is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from provider_lib.state.journal import Entry, JournalFolder
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life


class Runs:
    """One run of the provider after the other, on one journal.

    Args:
        folder: of the journal.
        start: starts a provider with this journal.
    """

    def __init__(self, folder: Path, start: Callable[[JournalFolder], Core]) -> None:
        self.folder = folder
        self._start = start
        self.journal = JournalFolder(folder)
        self.core = start(self.journal)

    def next(self, *lives: Life) -> None:
        """End the run, and go on with another one."""
        self.journal.close()
        self.journal = JournalFolder(self.folder)
        self.core = self._start(self.journal)
        for life in lives:
            life.core = self.core

    def crash(self, *lives: Life) -> None:
        """End the run before Terraform has stored what it reached, and go on with another one."""
        for life in lives:
            life.forget()
        self.next(*lives)

    def age(self) -> None:
        """Let an hour pass."""
        left = self.left()
        self.journal.forget([entry["id"] for entry in left])
        for entry in left:
            self.journal.keep({**entry, "began": entry["began"] - 3600})

    def left(self) -> list[Entry]:
        """What is in the journal."""
        return [entry for entry, _ in self.journal.all()]
