"""The journal's folder: a file for each run of the provider, which its owner locks for as long as it lives.

So nobody takes what another run is just doing for something that was left behind, on this machine or another that
shares the folder. A file goes once all its entries are over and its run is.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from provider_lib.state.journal.disk import Disk, refuse_foreign
from provider_lib.state.journal.lines import Content, Entry, end, line, parse
from provider_lib.state.journal.shared_sync import SharedSync
from provider_lib.state.room import Room

SUFFIX: Final = ".jsonl"
UNSEEN: Final = ".new"
STALE: Final = 60.0
"""Seconds after which a file that was not given its name yet belongs to nobody."""
SPARE: Final = ".room"
SPARE_BYTES: Final = 65_536
"""What is set aside on the disk for each run: some dozens of answers on a disk that fills up meanwhile."""
DAMAGED: Final = "damaged"
"""The member of what stands for the lines of a file that cannot be read; its id is the file's name."""


class JournalFolder:
    """Entries in a folder. Safe to use from several threads; everything raises OSError.

    Args:
        path: the folder; made, with a file in it, by the first entry.
        disk: what writes.
    """

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self._disk = disk or Disk()
        self._lock = threading.Lock()
        self._own: tuple[Path, int, SharedSync] | None = None
        self._begun: set[str] = set()
        self._open: dict[Path, set[str]] = {}
        self._places: dict[str, set[Path]] = {}

    def keep(self, entry: Entry) -> None:
        """Have an entry on the disk, in place of an earlier one with its id, for which there is room set aside."""
        with self._lock:
            path, file, sync = self._own = self._own or self._begin()
            if entry["id"] in self._begun:
                _room_of(path).have(lambda: self._disk.append(file, line(entry)))
            else:
                self._disk.append(file, line(entry))
                self._begun.add(entry["id"])
                self._note(path, entry["id"])
            number = sync.wrote()
        sync.wait_for(number)

    def left(self) -> list[Entry]:
        """The entries that are not over, of this run and of those that ended; a file without any is removed."""
        return [entry for entry, is_under_way in self._entries() if not is_under_way]

    def all(self) -> list[tuple[Entry, bool]]:
        """Every entry that is not over, and whether another run that is under way has it."""
        return list(self._entries())

    def forget(self, ids: Iterable[str]) -> None:
        """End entries; a name of a damaged file removes that file. What is not there is gone already."""
        gone = set(ids)
        with self._lock:
            are_known = gone <= self._places.keys()
            known = {path for one in gone for path in self._places.get(one, ())}
            for path in known if are_known else self._files():
                self._forget_in(path, gone, are_known=are_known)

    def _forget_in(self, path: Path, gone: set[str], *, are_known: bool) -> None:
        """End the entries that a file has. It is read again only for the last of them: many end one by one."""
        seen = self._open.get(path, set())
        over = gone & seen
        with suppress(FileNotFoundError), _opened(path) as file:
            if not are_known or (over == seen and not self._is_own(path)):
                is_over = not self._is_own(path) and not _is_locked(file)
                found = parse(_all_of(file))
                over = gone & found.entries.keys()
                if is_over and (path.stem in gone or (over == found.entries.keys() and not found.unreadable)):
                    _remove(path)
            # Not synced: an end that is lost with the machine is found again, and costs no more than that.
            self._disk.append(file, b"".join(map(end, over)))
        seen -= over

    def close(self) -> None:
        """Let go of the file of this run."""
        with self._lock:
            if self._own is not None:
                path, file, _ = self._own
                _room_of(path).give_up()
                os.close(file)
                self._own = None

    def _begin(self) -> tuple[Path, int, SharedSync]:
        """A file for this run, locked before anybody can see it under its name."""
        self._disk.make_private(self.path)
        path = self.path / (os.urandom(8).hex() + SUFFIX)
        unseen = path.with_suffix(UNSEEN)
        file = self._disk.create(unseen)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _room_of(path).take(SPARE_BYTES)
            unseen.rename(path)
            self._disk.sync_folder(self.path)
        except OSError:
            os.close(file)
            _room_of(path).give_up()
            unseen.unlink(missing_ok=True)
            raise
        return path, file, SharedSync(lambda: self._disk.sync(file))

    def _entries(self) -> Iterator[tuple[Entry, bool]]:
        self._remove_unseen()
        for path in self._files():
            with suppress(FileNotFoundError), _opened(path) as file:
                is_under_way = not self._is_own(path) and _is_locked(file)
                is_over = not is_under_way and not self._is_own(path)
                found = parse(_all_of(file))
                if is_over:
                    _room_of(path).give_up()
                if is_over and found == Content({}):
                    path.unlink(missing_ok=True)
                with self._lock:
                    self._note(path, *found.entries)
                for entry in found.entries.values():
                    yield entry, is_under_way
                if found.unreadable:
                    yield {"id": path.stem, DAMAGED: found.unreadable}, is_under_way

    def _note(self, path: Path, *ids: str) -> None:
        """Remember that a file has these entries; others may have some of them as well."""
        for one in ids:
            self._places.setdefault(one, set()).add(path)
        self._open.setdefault(path, set()).update(ids)

    def _remove_unseen(self) -> None:
        """Remove what runs left that were killed before they began."""
        for path in self._files(UNSEEN):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > STALE:
                    path.unlink()

    def _files(self, suffix: str = SUFFIX) -> list[Path]:
        try:
            refuse_foreign(self.path)
        except FileNotFoundError:
            return []
        return sorted(Path(item.path) for item in os.scandir(self.path) if item.name.endswith(suffix))

    def _is_own(self, path: Path) -> bool:
        return self._own is not None and self._own[0] == path


def _room_of(path: Path) -> Room:
    return Room(path.with_suffix(SPARE))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _room_of(path).give_up()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    try:
        yield file
    finally:
        os.close(file)


def _is_locked(file: int) -> bool:
    """Whether the run that has a file is still under way; who only looks shares the lock with others who do."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _all_of(file: int) -> bytes:
    with open(os.dup(file), "rb") as opened:
        opened.seek(0)
        return opened.read()
