"""The healer: looks at what we own, restarts what has failed in passing, and tells the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from provider_lib.fleet.counts import Counts
from provider_lib.fleet.healing import Count, Finding, Limits, decide, key_of
from provider_lib.fleet.looking import Fleet
from provider_lib.fleet.orders import send
from provider_lib.fleet.owned import Owned
from provider_lib.rest import RESTART_FAILED

StillOwned = Callable[[Sequence[Owned]], Iterable[Owned]]
"""Reads the states of the stacks that own these anew, and says what they own now."""


class Healer:
    """Heals a fleet, look by look.

    Args:
        limits: how often it restarts something.
        counts: how often it did.
        clock: seconds since 1970.
        still_owned: asked before anything is restarted, since a stack may have been deployed meanwhile.
    """

    def __init__(self, limits: Limits, counts: Counts, clock: Callable[[], float], still_owned: StillOwned) -> None:
        self._limits = limits
        self._counts = counts
        self._clock = clock
        self._still_owned = still_owned

    def look(self, fleet: Fleet, *, is_all: bool) -> list[Finding]:
        """Look once, and restart what is to be restarted.

        Args:
            is_all: whether the fleet is everything that the stacks own.

        Raises:
            StateError: the counts cannot be kept; nothing is restarted then.
        """
        with self._counts.held():
            before = dict(self._counts.known)
            found = decide(fleet.look(only_health=True), before, self._limits, self._clock())
            meant = [place for place, finding in enumerate(found) if finding.word == "restart"]
            confirmed = self._confirmed(fleet, meant)
            for place in set(meant) - set(confirmed):
                found[place] = _left_alone(found[place], before.get(key_of(found[place].status), Count()))
            # Counted before it is done: whatever ends this run, nothing is restarted more often than was counted.
            self._counts.keep({key_of(finding.status): finding.count for finding in found}, are_all=is_all)
            errors = send(fleet, [(fleet.owned[place], found[place].status) for place in confirmed], RESTART_FAILED)
            for place, error in zip(confirmed, errors, strict=True):
                found[place] = replace(found[place], error=None if error is None else error.summary)
        return found

    def _confirmed(self, fleet: Fleet, places: Sequence[int]) -> list[int]:
        """Those of these places in a fleet that are as they were by the states of now."""
        if not places:
            return []
        still = {_name(one): one.block for one in self._still_owned([fleet.owned[place] for place in places])}
        return [place for place in places if still.get(_name(fleet.owned[place])) == fleet.owned[place].block]


def _name(owned: Owned) -> tuple[str | None, ...]:
    """What must be as it was for a restart to be meant, beside the settings by which it is reached."""
    return (owned.stored.stack, owned.stored.address, owned.place, owned.name, owned.desired)


def _left_alone(finding: Finding, count: Count) -> Finding:
    """That of something no stack owns any more, or wants to run; the next look is at what they own then."""
    return replace(finding, word="waiting", count=count, is_new=False)
