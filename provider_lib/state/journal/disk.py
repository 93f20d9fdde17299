"""Writing that holds when the machine stops: bytes count once they are synced, and a name once its folder is."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)
"""On macOS fsync leaves the bytes in the cache of the disk."""


class Disk:
    """The disk, as far as the journal needs it. Everything raises OSError."""

    def create(self, path: Path) -> int:
        """A new file that nobody else may read, to append to."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def append(self, file: int, data: bytes) -> None:
        """Write all of it at the end, or nothing."""
        size = os.fstat(file).st_size
        try:
            while data:
                data = data[os.write(file, data) :]
        except OSError:
            os.ftruncate(file, size)
            raise

    def sync(self, file: int) -> None:
        """Have what was appended on the disk."""
        if FULL_SYNC is None:
            os.fsync(file)
        else:
            fcntl.fcntl(file, FULL_SYNC)

    def sync_folder(self, path: Path) -> None:
        """Have the names in a folder on the disk."""
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def make_private(self, path: Path) -> None:
        """Make a folder that only its owner may enter, or make one that is there such a folder."""
        for folder in reversed([path, *path.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
                self.sync_folder(folder.parent)
        if refuse_foreign(path).st_mode & 0o077:
            path.chmod(0o700)


def refuse_foreign(path: Path) -> os.stat_result:
    """What there is of a folder, unless it is somebody else's, who could put entries there.

    Raises:
        PermissionError: it is.
    """
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise PermissionError(f"{path} belongs to another user")
    return found
