"""A folder for as long as a run takes: for plans, sockets and pipes, which are the business of nobody else.

What is killed cannot take its folder away. So whoever makes one holds a lock on it, which goes with the process: the
next run removes those that nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "sluice-run-"

FRESH = 60.0
"""Seconds in which a folder may have been made and not be locked yet."""


@contextmanager
def run_folder() -> Iterator[Path]:
    """A new folder that only this user can enter, until it is left."""
    path, lock = _make(None)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def make_run_folder(within: str | None = None) -> Path:
    """A new folder that only this user can enter, for as long as this process lives or until it is removed.

    Args:
        within: where to make it; None takes the system's folder for temporary files.
    """
    return _make(within)[0]


def remove_left_behind() -> None:
    """Remove the folders of runs that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = path.lstat()
            if found.st_uid == os.getuid() and time.time() - found.st_mtime > FRESH and not _is_held(path):
                shutil.rmtree(path, ignore_errors=True)


def _make(within: str | None) -> tuple[Path, int]:
    path = tempfile.mkdtemp(prefix=PREFIX, dir=within)
    lock = os.open(path, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return Path(path), lock


def _is_held(path: Path) -> bool:
    lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False
