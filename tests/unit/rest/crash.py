"""Runs that end too soon: what Terraform would have stored is lost, and the journal of the provider is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from provider_lib.state.journal import Entry, JournalFolder
from tests.scripted import DROP, Handler, Reply, Request, answer, in_turn
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.shop import Shop

FORBIDDEN = answer({"message": "go away"}, 403)


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


def on(runs: Runs, life: Life) -> Life:
    """An object of these runs."""
    life.core = runs.core
    return life


def lost(create: Handler) -> Handler:
    """Carries a create out, and closes the connection."""

    def handle(request: Request) -> Reply:
        create(request)
        return DROP

    return handle


def apply_unheard(shop: Shop, life: Life, line: str, create: Handler, look: str, then: Handler) -> None:
    """Have a create carried out whose answer never comes, and of which no look tells."""
    shop.on(line, lost(create))
    shop.on(look, in_turn(then, FORBIDDEN))
    refusal(life.apply)
    shop.on(line, create)
    shop.on(look, then)


def crash_unheard(runs: Runs, shop: Shop, life: Life, line: str, create: Handler, look: str, then: Handler) -> None:
    """Have the run end while the answer to a create is on its way."""
    apply_unheard(shop, life, line, create, look, then)
    runs.crash(life)
    shop.forget()
