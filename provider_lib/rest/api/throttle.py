"""Turns at a server: so many requests at once, and none while it wants a rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from provider_lib.errors import Cancelled

GLANCE = 0.2
"""Seconds between looks at the stop event while all turns are taken."""


class NoTurn(Exception):
    """The deadline comes before the turn does."""


class Throttle:
    """What all requests to one server go through, whichever thread they come from.

    Args:
        size: how many may be under way at once.
        stop: set when the user wants everything to end soon; ends every wait here, but no request under way.
    """

    def __init__(self, size: int, stop: threading.Event) -> None:
        self._turns = threading.Semaphore(size)
        self._stop = stop
        self._closing = threading.Lock()
        self._opens = 0.0

    @contextmanager
    def turn(self, deadline: float | None) -> Iterator[None]:
        """A turn, once there is one and the gate is open.

        Raises:
            NoTurn: it would come after the deadline, in monotonic seconds.
            Cancelled: the user pressed Ctrl-C first.
        """
        while not self._turns.acquire(timeout=GLANCE):
            self._check(deadline, time.monotonic())
        try:
            while (now := time.monotonic()) < self._opens:
                self._check(deadline, self._opens)
                self.rest(self._opens - now)
            yield
        finally:
            self._turns.release()

    def close(self, seconds: float) -> None:
        """Let nobody through for so long."""
        with self._closing:
            self._opens = max(self._opens, time.monotonic() + seconds)

    def rest(self, seconds: float) -> None:
        """Wait.

        Raises:
            Cancelled: the user pressed Ctrl-C.
        """
        if self._stop.wait(seconds):
            raise Cancelled("stopped while waiting for the server", "Ctrl-C ended the wait; nothing more was sent.")

    def _check(self, deadline: float | None, until: float) -> None:
        if deadline is not None and until >= deadline:
            raise NoTurn
        self.rest(0)
