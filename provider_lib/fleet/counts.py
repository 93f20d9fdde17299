"""What the healer keeps between two looks: how often it restarted what, and nothing else."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import get_args

from provider_lib.errors import StateError
from provider_lib.fleet.healing import Count, Word
from provider_lib.state.history import write_private

VERSION = 1


class Counts:
    """The counts, in a file that one healer at a time looks at and acts by.

    Args:
        path: of the file, which need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.known: dict[str, Count] = {}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Read the counts; another healer waits until this ends.

        Raises:
            StateError: the file holds something else, or nothing can be written beside it.
        """
        with self._locked():
            self.known = self._read()
            yield

    def keep(self, counts: Mapping[str, Count], *, are_all: bool) -> None:
        """Keep these from now on.

        Args:
            are_all: whether there is nothing else, so that what else is kept is of what nobody owns any more.

        Raises:
            StateError: they cannot be written.
        """
        before, known = self.known, {**({} if are_all else self.known), **counts}
        self.known = {key: count for key, count in sorted(known.items()) if count != Count()}
        if self.known == before:
            return
        kept = {key: asdict(count) for key, count in self.known.items()}
        text = json.dumps({"version": VERSION, "counts": kept}, indent=1) + "\n"
        try:
            write_private(self._path, text.encode())
        except OSError as error:
            raise self._unwritable(error) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(f"{self._path}.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _unwritable(self, error: OSError) -> StateError:
        return StateError(
            f"The counts of the healer cannot be kept in {self._path}", f"{error}. Give another file with --counts."
        )

    def _read(self) -> dict[str, Count]:
        try:
            read = json.loads(self._path.read_text(encoding="utf-8"))
            if read["version"] != VERSION:
                raise ValueError(f"version {read['version']}")
            return {str(key): _count(item) for key, item in read["counts"].items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unwritable(error) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise StateError(
                f"{self._path} is no file of counts",
                "It says how often the healer restarted what. Remove it, and it starts from nothing; or give another "
                "one with --counts.",
            ) from error


def _count(item: Mapping[str, object]) -> Count:
    restarts, last, told, unread = item["restarts"], item["last"], item["told"], item["unread"]
    if not isinstance(restarts, int) or not isinstance(last, int | float) or told not in get_args(Word):
        raise ValueError("no count")
    if restarts < 0 or not isfinite(last) or not isinstance(unread, bool):
        raise ValueError("no number of restarts, or no time")
    return Count(restarts, float(last), told, unread)  # type: ignore[arg-type]  # one of the words
