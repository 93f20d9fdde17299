"""Whether what is waited for is still there: a wait for what somebody has deleted meanwhile would never end well."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from provider_lib.errors import SluiceError, Vanished
from provider_lib.spec.api import SHOWS_WITHIN


class Presence:
    """Whether an object is still there, as the looks of a wait see it.

    Args:
        name: of the object.
        look: at it, once more and for certain; None when it is gone.
        shows_within: seconds for which a server may not show what is there. One that has several voices may show it at
            one look and not at the next.
        advice: what to do when it is gone; what is ours needs nothing but a plan.
    """

    def __init__(
        self,
        name: str,
        look: Callable[[], Any],
        shows_within: float = SHOWS_WITHIN,
        advice: str = "The next plan makes it anew.",
    ) -> None:
        self._name = name
        self._look = look
        self._shows_within = shows_within
        self._advice = advice
        self._was_seen = False
        self._missing_from: float | None = None

    def note(self, *, is_there: bool) -> None:
        """Take down what a look saw.

        Raises:
            Vanished: it was there before, and is there no more.
        """
        now = time.monotonic()
        if is_there:
            self._was_seen, self._missing_from = True, None
        elif self._was_seen and self._missing_from is None:
            self._missing_from = now
        elif self._missing_from is not None and now - self._missing_from >= self._shows_within and self._is_gone():
            raise Vanished(
                f"{self._name} was deleted while it was waited for",
                f"It was there, and the server says now that it is gone. {self._advice}",
            )

    def _is_gone(self) -> bool:
        try:
            return self._look() is None
        except SluiceError:  # nothing is known, so the wait goes on
            return False
