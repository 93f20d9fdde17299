"""Waiting until the server has done what it was asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from provider_lib.errors import ApiError, Cancelled, WaitTimedOut
from provider_lib.spec import roles
from provider_lib.spec.checks import seconds
from provider_lib.spec.resource import Declared

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
DEFAULT_TIMEOUT = 600.0

Found = TypeVar("Found")


def poll(look: Callable[[], Found | None], *, deadline: float, stop: threading.Event, what: str, advice: str) -> Found:
    """What ``look`` finds, asked again and again with growing pauses.

    Raises:
        WaitTimedOut: nothing was found in time.
        Cancelled: the user pressed Ctrl-C.
    """
    pause = FIRST_PAUSE
    while True:
        found = look()
        if found is not None:
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            raise WaitTimedOut(f"{what} did not happen in time", advice)
        if stop.wait(min(pause, left)):
            raise Cancelled(f"stopped waiting: {what} has not happened yet", "The wait was interrupted.")
        pause = min(pause * 1.5, LONGEST_PAUSE)


def patiently(
    attempt: Callable[[], Found],
    is_worth_it: Callable[[ApiError], bool],
    *,
    deadline: float | None,
    stop: threading.Event,
    what: str,
) -> Found:
    """The result of an attempt that is made again while the server is only busy.

    Raises:
        ApiError: an error that is not worth another attempt, or the last one when time is up.
        Cancelled: the user pressed Ctrl-C.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return attempt()
        except ApiError as error:
            if not is_worth_it(error) or (deadline is not None and time.monotonic() + pause >= deadline):
                raise
            if stop.wait(pause):
                raise Cancelled(f"stopped before the server could {what}", f"It was busy: {error.summary}") from None
            pause = min(pause * 1.5, LONGEST_PAUSE)


def timeout_of(declared: type[Declared], values: Mapping[str, Any], operation: str) -> float:
    """Seconds that an operation may take in all."""
    field = declared.only(roles.Timeouts)
    given = values.get(field.name) if field is not None else None
    wanted = given.get(operation) if isinstance(given, Mapping) else None
    return DEFAULT_TIMEOUT if wanted is None else seconds(wanted) or DEFAULT_TIMEOUT
