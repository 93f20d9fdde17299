"""Room on a disk, set aside while there is some and given up when the disk is full, for what must be noted then.

What is lost when a disk fills up is what was made meanwhile, and the keys that only its answers held.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from provider_lib.dataclass import dataclass

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Room:
    """A file without any content worth keeping.

    Args:
        path: of the file, in a folder that is there.
    """

    path: Path

    def take(self, size: int) -> None:
        """Set so many bytes aside.

        Raises:
            OSError: the disk has not even these.
        """
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(file, 0, size) if hasattr(os, "posix_fallocate") else os.write(file, bytes(size))
        except OSError:
            self.give_up()
            raise
        finally:
            os.close(file)

    def give_up(self) -> bool:
        """Let the disk have it; False when there is none any more."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True

    def have(self, write: Callable[[], Result]) -> Result:
        """Write something, for which the room is given up when there is no other.

        Raises:
            OSError: it cannot be written.
        """
        try:
            return write()
        except OSError as failure:
            if failure.errno not in FULL or not self.give_up():
                raise
            return write()
