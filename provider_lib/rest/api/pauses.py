"""How long to wait between attempts: of every request that is sent again, and of every wait for an object."""

from __future__ import annotations

import random

from provider_lib.dataclass import dataclass

LONGEST_ASKED = 300.0
"""Seconds: a server that asks for a longer pause is not waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """The pauses between attempts, in seconds.

    Args:
        first: after the first attempt.
        longest: no pause of our own is longer.
        growth: each pause is so many times as long as the one before.
        jitter: at most so much is added, so that not everybody comes back at once.
        longest_asked: a server that asks for more is not waited for.
        to_the_end: the last pause is cut, so that there is an attempt when time is up; otherwise there is none that a
            whole pause would bring too late.
    """

    first: float
    longest: float
    growth: float = 2.0
    jitter: float = 0.0
    longest_asked: float = LONGEST_ASKED
    to_the_end: bool = False

    def after(self, attempt: int, *, left: float | None = None, asked: float | None = None) -> float | None:
        """The pause after an attempt that was in vain; None when it was the last.

        Args:
            attempt: its number, from 1.
            left: seconds until time is up; None when there is no limit.
            asked: seconds that the server asks to wait, which win over our own.
        """
        pause = self._own(attempt) if asked is None else asked
        if asked is not None and asked > self.longest_asked:
            return None
        if left is None or pause < left:
            return pause
        return left if self.to_the_end and left > 0 else None

    def _own(self, attempt: int) -> float:
        grown = self.first * self.growth ** min(attempt - 1, 64)  # far above the longest, and still a number
        return min(grown + random.uniform(0, self.jitter), self.longest)
