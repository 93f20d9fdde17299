"""One sync of a file for all who wrote to it before: a disk takes as long for many lines as for one."""

from __future__ import annotations

import threading
from collections.abc import Callable


class SharedSync:
    """Syncs of one file, one after the other, on behalf of several threads.

    Args:
        sync: has on the disk whatever was written before it began; raises OSError.
    """

    def __init__(self, sync: Callable[[], None]) -> None:
        self._sync = sync
        self._ended = threading.Condition()
        self._is_under_way = False
        self._written = 0
        self._settled = 0
        self._failed: dict[int, OSError] = {}

    def wrote(self) -> int:
        """Something was written, while nobody else writes: its number."""
        self._written += 1
        return self._written

    def wait_for(self, number: int) -> None:
        """Return when what was written is on the disk.

        Raises:
            OSError: the sync that it was part of failed; a later one would not tell.
        """
        with self._ended:
            # Woken all at once: who queued for a lock would find it taken by who has just written anew.
            self._ended.wait_for(lambda: number <= self._settled or not self._is_under_way)
            if number > self._settled:
                self._settle()
            failure = self._failed.pop(number, None)
        if failure is not None:
            raise OSError(*failure.args) from failure

    def _settle(self) -> None:
        """Sync, while the others may write and wait."""
        self._is_under_way, former, written = True, self._settled, self._written
        self._ended.release()
        failure = None
        try:
            self._sync()
        except OSError as error:
            failure = error
        finally:
            self._ended.acquire()
            self._is_under_way = False
            self._ended.notify_all()
        self._settled = written
        if failure is not None:
            self._failed.update(dict.fromkeys(range(former + 1, written + 1), failure))
