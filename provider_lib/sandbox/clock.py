"""The time that the sandbox lives by: passed in, so that tests need not wait."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in seconds since the epoch, and never goes back."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...


class SystemClock:
    """The real time.

    Monotonic within a process, and still comparable with what an earlier process stored in the same database.
    """

    def __init__(self) -> None:
        self._epoch = time.time() - time.monotonic()

    def now(self) -> float:
        return self._epoch + time.monotonic()


class ManualClock:
    """A clock that stands still until it is told to advance."""

    def __init__(self, now: float = 1_760_000_000.0) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._now += seconds


def timestamp(seconds: float) -> str:
    """``seconds`` since the epoch as the RFC 3339 text that the vendors use, in UTC with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
