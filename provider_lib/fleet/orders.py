"""Having something done to what runs, at once and beside all code, and seeing what comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from provider_lib.errors import SluiceError
from provider_lib.fleet.looking import Fleet
from provider_lib.fleet.owned import Owned
from provider_lib.fleet.status import Status
from provider_lib.rest import AT_ONCE, RESTART, RESTART_FAILED

PAUSE = 0.5
"""Seconds between two looks at what comes of an order."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order.

    Args:
        owned: to whom it was given.
        status: how that is afterwards.
        error: why it was not carried out.
    """

    owned: Owned
    status: Status
    error: SluiceError | None = None

    def is_done(self, order: str) -> bool:
        """Whether it is as was ordered."""
        return self.error is None and _is_reached(self.owned, self.status, order)


def send(fleet: Fleet, whom: Sequence[tuple[Owned, Status]], order: str) -> list[SluiceError | None]:
    """Send an order to some of a fleet, and wait for nothing.

    Args:
        fleet: has the accounts.
        whom: who gets it, and how each is.
        order: a desired state, RESTART or RESTART_FAILED.

    Returns:
        Why each was not carried out; None for those that were.
    """

    def one(item: tuple[Owned, Status]) -> SluiceError | None:
        owned, status = item
        try:
            failed = [task.id for task in status.tasks if task.failed]
            account = fleet.account(owned.block)
            account.steer(owned.resource.type_name, owned.attributes(account), owned.stored.private, order, failed)
        except SluiceError as error:
            return error
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, whom))


def give(
    fleet: Fleet,
    statuses: Sequence[Status],
    order: str,
    *,
    within: float,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Outcome]:
    """Give an order to a whole fleet, and wait until all of it is as it should be then.

    Args:
        fleet: all of which gets it.
        statuses: how everything in it is.
        order: a desired state, RESTART or RESTART_FAILED.
        within: seconds to wait.
        sleep: waits between two looks.
    """

    errors = send(fleet, list(zip(fleet.owned, statuses, strict=True)), order)
    left = within
    while True:
        found = [Outcome(*item) for item in zip(fleet.owned, fleet.look(), errors, strict=True)]
        if left <= 0 or all(outcome.error is not None or outcome.is_done(order) for outcome in found):
            return found
        sleep(PAUSE)
        left -= PAUSE


def _is_reached(owned: Owned, status: Status, order: str) -> bool:
    lifecycle = owned.resource.lifecycle
    assert lifecycle is not None
    wanted = owned.desired if order in (RESTART, RESTART_FAILED) else order
    if wanted == owned.desired:
        return status.verdict == "well"
    return status.state == lifecycle.states[str(wanted)]
