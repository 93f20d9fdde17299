"""What is asked for once for everybody who needs it, and whose failure is everybody's for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from provider_lib.errors import Cancelled, SluiceError, Unreachable

FAILURE_HOLDS = 10.0
"""Seconds for which a failure, all its attempts included, is everybody's."""

SHORT_TIME = 20.0
"""Seconds: the failure of somebody who had no more time than this is their own."""

Thing = TypeVar("Thing")


class Shared(Generic[Thing]):
    """Something that whoever comes first asks for, while the others wait. Safe to use from several threads."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._thing: Thing | None = None
        self._failure: SluiceError | None = None
        self._fails_until = 0.0

    def get(
        self,
        ask: Callable[[], Thing],
        *,
        what: str,
        deadline: float | None,
        lasts: Callable[[Thing], bool] = lambda _: True,
    ) -> Thing:
        """What was asked for, now or before.

        Args:
            ask: how.
            what: in messages: "The Shop cannot be reached to issue a token".
            deadline: monotonic seconds until which it is waited for.
            lasts: whether what was got before is still good.

        Raises:
            SluiceError: it cannot be had, or could not be a moment ago.
        """
        with self._turn(what, deadline):
            if self._failure is not None and time.monotonic() < self._fails_until:
                raise self._failure.but()
            if self._thing is None or not lasts(self._thing):
                self._thing = self._ask(ask, deadline)
            return self._thing

    def drop(self, is_meant: Callable[[Thing], bool]) -> None:
        """Forget what was got, unless somebody has got another one meanwhile."""
        with self._one_at_a_time:
            if self._thing is not None and is_meant(self._thing):
                self._thing = None

    @contextmanager
    def _turn(self, what: str, deadline: float | None) -> Iterator[None]:
        left = -1.0 if deadline is None else max(0.0, deadline - time.monotonic())
        if not self._one_at_a_time.acquire(timeout=left):
            raise Unreachable(
                f"{what}: its turn did not come in time", "Another request has been waiting for it.", sent=False
            )
        try:
            yield
        finally:
            self._one_at_a_time.release()

    def _ask(self, ask: Callable[[], Thing], deadline: float | None) -> Thing:
        started = time.monotonic()
        try:
            return ask()
        except SluiceError as failure:
            had_time = deadline is None or deadline - started > SHORT_TIME
            if had_time and not isinstance(failure, Cancelled):
                self._failure, self._fails_until = failure.but(), time.monotonic() + FAILURE_HOLDS
            raise
