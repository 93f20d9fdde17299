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
        self._at_work: int | None = None
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
        thread = threading.get_ident()
        with self._ended:
            # Woken all at once: who queued for a lock would find it taken by who has just written anew. A thread that
            # Ctrl-C tore out of its sync begins another.
            self._ended.wait_for(lambda: number <= self._settled or self._at_work in (None, thread))
            is_due = number > self._settled
            self._at_work = thread if is_due else self._at_work
        if is_due:
            self._settle()
        with self._ended:
            failure = self._failed.pop(number, None)
        if failure is not None:
            raise OSError(*failure.args) from failure

    def _settle(self) -> None:
        written, settled, failure = self._written, self._settled, None
        try:
            self._sync()
            settled = written
        except OSError as error:
            settled, failure = self._written, error  # what was written meanwhile may be lost as well
        finally:
            with self._ended:
                if failure is not None:
                    self._failed.update(dict.fromkeys(range(self._settled + 1, settled + 1), failure))
                self._settled, self._at_work = settled, None
                self._ended.notify_all()
