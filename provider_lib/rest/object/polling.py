"""Waiting until the server has done what it was asked for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from provider_lib.dataclass import replace
from provider_lib.errors import ApiError, Cancelled, NotReady, SluiceError, Unreachable, WaitTimedOut
from provider_lib.rest.api.pauses import Pauses
from provider_lib.spec import roles
from provider_lib.spec.checks import seconds
from provider_lib.spec.resource import Declared

LOOKS = Pauses(first=0.1, longest=5.0, growth=1.5, to_the_end=True)
TRIES = Pauses(first=0.1, longest=5.0, growth=1.5)
LONGEST_TROUBLE = 60.0
"""Seconds for which a server may be in trouble before a wait for something else gives up."""
OPERATION_TIMEOUT = 600.0
"""Seconds that an operation may take where nobody says otherwise."""

NOT_THERE = "it is not there"
"""What a wait saw last of an object that is gone, or not made yet."""

LOG = logging.getLogger(__name__)

Found = TypeVar("Found")


def poll(
    look: Callable[[], Found | None],
    *,
    deadline: float | None,
    stop: threading.Event,
    what: str,
    wanted: str = "there",
    advice: str,
    interval: float | None = None,
    longest_trouble: float = LONGEST_TROUBLE,
    seen: Callable[[], str | None] = lambda: None,
) -> Found:
    """What ``look`` finds, asked again and again with growing pauses, or with pauses of ``interval`` seconds.

    A server that is in trouble, though no longer than ``longest_trouble`` seconds on end, does not end the wait: what
    is waited for may be in place long since. Without a deadline, as long as an operation may take. A wait that ends in
    vain tells what was ``seen`` last.

    Raises:
        WaitTimedOut: nothing was found in time.
        Cancelled: the user pressed Ctrl-C.
        SluiceError: what ``look`` raises, unless it is about a trouble that may pass.
    """
    if deadline is None:
        deadline = time.monotonic() + OPERATION_TIMEOUT
    pauses = replace(LOOKS, first=interval, longest=interval) if interval else LOOKS
    number, well_at = 0, time.monotonic()
    while True:
        number += 1
        found, trouble = _look(look)
        if found is not None:
            return found
        now = time.monotonic()
        pause = pauses.after(number, left=deadline - now)
        if pause is None:
            last = _last(seen(), trouble)
            raise WaitTimedOut(f"{what} was not {wanted} in time", f"{advice}{last}", trouble=trouble) from trouble
        if trouble is None:
            well_at = now
        elif now - well_at > longest_trouble:
            raise trouble
        if trouble is not None:
            LOG.info("waiting until %s is %s (%s)", what, wanted, trouble.summary)
        if stop.wait(pause):
            raise Cancelled(f"stopped waiting: {what} is not {wanted} yet", "The wait was interrupted.")


def _last(sight: str | None, trouble: SluiceError | None) -> str:
    """What is told of the last looks of a wait that ended in vain."""
    if trouble is None:
        return f"\n\nThe last look saw: {sight}" if sight else ""
    before = f"\n\nBefore that was seen: {sight}" if sight else ""
    return f"\n\nThe last look failed: {trouble}{before}"


def _look(look: Callable[[], Found | None]) -> tuple[Found | None, SluiceError | None]:
    """What there is to see, or the trouble that keeps it from being seen."""
    try:
        return look(), None
    except SluiceError as failure:
        if not _may_pass(failure):
            raise
        return None, failure


def _may_pass(failure: SluiceError) -> bool:
    """Whether a failure tells of a server that is in trouble rather than of what is looked for."""
    if isinstance(failure, ApiError):
        return isinstance(failure, NotReady) or failure.status == 429 or failure.status >= 500
    return isinstance(failure, Unreachable)


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
    number, refusal = 0, None
    while True:
        number += 1
        try:
            return attempt()
        except Unreachable as late:
            if refusal is None or late.sent:
                raise
            raise _for_good(refusal) from late
        except ApiError as error:
            if not is_worth_it(error):
                raise
            refusal = error
        pause = TRIES.after(number, left=None if deadline is None else deadline - time.monotonic())
        if pause is None:
            raise _for_good(refusal)
        LOG.info("waiting to %s (%s)", what, refusal.summary)
        if stop.wait(pause):
            raise Cancelled(f"stopped before the server could {what}", f"It was busy: {refusal.summary}")


def _for_good(refusal: ApiError) -> ApiError:
    """The last refusal of a server that stayed busy."""
    return refusal.but(detail=f"{refusal.detail}\nIt was tried again until time was up; `timeouts` can allow more.")


def timeout_of(declared: type[Declared], values: Mapping[str, Any], operation: str) -> float:
    """Seconds that an operation may take in all."""
    given = declared.value_of(roles.Timeouts, values)
    wanted = given.get(operation) if isinstance(given, Mapping) else None
    return OPERATION_TIMEOUT if wanted is None else seconds(wanted) or OPERATION_TIMEOUT
