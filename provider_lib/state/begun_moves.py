"""The moves that were begun and are not over: what the next one has to know where one is killed."""

from __future__ import annotations

import secrets
import shlex
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from provider_lib.dataclass import dataclass
from provider_lib.spec import Resource
from provider_lib.state.journal import Entry, JournalFolder

MOVES: Final = "moves"
"""Beside the entries of the provider, which knows nothing of moves."""


@dataclass(frozen=True, slots=True)
class BegunMove:
    """A move of one object.

    Args:
        stack: the folder of the stack that has it.
        kind: Terraform type.
        old: what named it.
        new: what is to name it.
        goes_on: what it did before.
        is_on: whether the new one has its position, so that it may go on from there.
        is_under_way: whether somebody is at it now.
    """

    stack: str
    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    goes_on: str
    is_on: bool = False
    is_under_way: bool = False

    @property
    def about(self) -> tuple[str, str, tuple[str, ...]]:
        """What is moved."""
        return self.stack, self.kind, self.old

    @property
    def title(self) -> str:
        """From where to where."""
        return f"{Resource.import_id(self.old)} to {Resource.import_id(self.new)}"

    @property
    def command(self) -> str:
        """What goes on with it."""
        return shlex.join(["sluice", "move", Resource.import_id(self.old), Resource.import_id(self.new)])


class BegunMoves:
    """The moves that are noted on this machine. Everything raises OSError.

    Args:
        journal: the folder of the journal; None where there is none, and nothing is noted.
    """

    def __init__(self, journal: Path | None) -> None:
        self._kept = None if journal is None else JournalFolder(journal / MOVES)
        self._id = secrets.token_hex(8)

    def of(self, stacks: Iterable[Path]) -> list[BegunMove]:
        """The moves of some stacks, each as far as it came when somebody was at it last."""
        wanted = set(map(str, stacks))
        found: dict[tuple[str, str, tuple[str, ...]], BegunMove] = {}
        for _, move in self._noted():
            if move.stack in wanted:
                others = found.get(move.about, move)
                found[move.about] = replace(move, is_under_way=move.is_under_way or others.is_under_way)
        return list(found.values())

    def note(self, move: BegunMove) -> None:
        """Have on the disk how far the move of this run has come."""
        if self._kept is not None:
            told = {"id": self._id, "began": time.time(), "doing": "move", "name": move.title, "type_name": move.kind}
            self._kept.keep(told | asdict(move))

    def end(self, move: BegunMove) -> None:
        """Note that nothing is left to do about a move, of whichever run."""
        if self._kept is not None:
            self._kept.forget([entry for entry, noted in self._noted() if noted.about == move.about])

    def _noted(self) -> list[tuple[str, BegunMove]]:
        """The id of each entry, and its move, the oldest first."""
        entries = self._kept.all() if self._kept is not None else []
        entries.sort(key=lambda each: each[0].get("began") or 0.0)
        read = [(entry["id"], _read(entry, is_under_way)) for entry, is_under_way in entries]
        return [(entry, move) for entry, move in read if move is not None]

    def close(self) -> None:
        """Let go of what this run has noted."""
        if self._kept is not None:
            self._kept.close()


def _read(entry: Entry, is_under_way: bool) -> BegunMove | None:
    """What an entry tells; None for one of another form."""
    try:
        told: dict[str, Any] = {name: entry[name] for name in ("stack", "kind", "goes_on", "is_on")}
        return BegunMove(**told, old=tuple(entry["old"]), new=tuple(entry["new"]), is_under_way=is_under_way)
    except (LookupError, TypeError):
        return None
