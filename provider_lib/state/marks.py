"""Marks that one process of a run leaves for the next, for an hour."""

from __future__ import annotations

import os
import time
from functools import cached_property
from pathlib import Path
from typing import Final

from provider_lib.state.journal.disk import refuse_foreign

LASTS: Final = 3600.0
"""Seconds after which a mark says nothing any more."""


class Marks:
    """Marks in a folder, a file for each process. Safe to use from several threads; everything raises OSError.

    Args:
        folder: made, with a file in it, by the first mark.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted: set[str] = set()

    def note(self, mark: str) -> None:
        """Keep a mark, for this process and those that begin later."""
        file = os.open(self._own, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, f"{mark}\n".encode())
        finally:
            os.close(file)
        self._noted.add(mark)

    def has(self, mark: str) -> bool:
        """Whether a process has left a mark."""
        return mark in self._noted or mark in self._left

    @cached_property
    def _own(self) -> Path:
        """The file of this process, in a folder in which nothing is old."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self._files():
            if _is_old(path):
                path.unlink(missing_ok=True)
        return self._folder / os.urandom(8).hex()

    @cached_property
    def _left(self) -> frozenset[str]:
        kept = [path for path in self._files() if not _is_old(path)]
        return frozenset(line for path in kept for line in path.read_bytes().decode("ascii", "replace").splitlines())

    def _files(self) -> list[Path]:
        refuse_foreign(self._folder)
        return [path for path in self._folder.iterdir() if path.is_file() and not path.is_symlink()]


def _is_old(path: Path) -> bool:
    return time.time() - path.lstat().st_mtime > LASTS
