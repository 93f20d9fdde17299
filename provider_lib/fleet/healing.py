"""What the healer makes of what it sees: a pure decision for each of what we own, by how it is and what was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from provider_lib.fleet.status import Status
from provider_lib.spec import Cause

Word = Literal["well", "healed", "restart", "waiting", "given up", "lasting", "unknown", "down", "unread"]
"""What is made of something.

well: it is as it should be, or nothing that a restart could mend is wrong.
healed: it is well again.
restart: its failure passes: what has failed is to be restarted.
waiting: likewise, and it was restarted a short time ago.
given up: likewise, and it was restarted as often as is allowed.
lasting: its failure lasts until somebody does something.
unknown: nobody can tell by its trace.
down: it should run and does not, without a failure: paused by hand, gone, its agent is away.
unread: its server did not say how it is.
"""

TROUBLE: Final = frozenset({"restart", "given up", "lasting", "unknown", "down"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What is restarted, and how often.

    Args:
        restarts: how often at most, until it has been well for the quiet time.
        pause: seconds from the first restart to the second; each further pause is twice as long.
        longest_pause: seconds that no pause exceeds.
        quiet: seconds after a restart from which what is well starts anew.
        restarts_unknown: whether what nobody can tell is taken for passing.
    """

    restarts: int = 6
    pause: float = 60.0
    longest_pause: float = 3600.0
    quiet: float = 3600.0
    restarts_unknown: bool = False

    def pause_after(self, restarts: int) -> float:
        """Seconds to wait after so many restarts."""
        return min(self.pause * 2.0 ** min(restarts - 1, 64), self.longest_pause) if restarts else 0.0


@dataclass(frozen=True, slots=True)
class Count:
    """What is kept of something between two looks.

    Args:
        restarts: how often it was restarted.
        last: when that was last, in seconds since 1970.
        told: what was said of it last, beside that it could not be read.
        unread: whether it could not be read then.
    """

    restarts: int = 0
    last: float = 0.0
    told: Word = "well"
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What is made of something.

    Args:
        status: how it is.
        word: what that means.
        count: what is to be kept of it.
        is_new: whether somebody should hear of it: it has not been said before.
        error: why it could not be restarted.
    """

    status: Status
    word: Word
    count: Count
    is_new: bool = False
    error: str | None = None


def key_of(status: Status) -> str:
    """By what a count is kept."""
    return f"{status.stack}/{status.address}"


def decide(statuses: Sequence[Status], counts: Mapping[str, Count], limits: Limits, now: float) -> list[Finding]:
    """What to make of everything.

    Args:
        counts: what was kept, by `key_of`.
        now: seconds since 1970.
    """
    return [_decide(status, counts.get(key_of(status), Count()), limits, now) for status in statuses]


def _decide(status: Status, before: Count, limits: Limits, now: float) -> Finding:
    before = replace(before, last=min(before.last, now))  # a clock that was set back keeps nothing waiting for ever
    word = _word(status, before, limits, now)
    if word == "unread":
        return Finding(status, word, replace(before, unread=True), is_new=not before.unread)
    told: Word = "restart" if word == "waiting" else word
    if word == "restart":
        return Finding(status, word, Count(before.restarts + 1, now, told), is_new=True)
    if word in ("well", "healed"):
        count = Count(before.restarts, before.last, "well") if _is_fresh(before, limits, now) else Count()
        return Finding(status, word, count, is_new=word == "healed")
    return Finding(status, word, Count(before.restarts, before.last, told), is_new=told != before.told)


def _word(status: Status, before: Count, limits: Limits, now: float) -> Word:
    if status.verdict == "unread":
        return "unread"
    if status.verdict == "failed":
        return _of_failure(status.cause, before, limits, now)
    if status.is_down:
        return "down"
    return "healed" if before.told in TROUBLE else "well"


def _of_failure(cause: Cause | None, before: Count, limits: Limits, now: float) -> Word:
    if cause is None and not (limits.restarts_unknown or _was_passing(before)):
        return "unknown"
    if cause is not None and cause.lasts:
        return "lasting"
    if before.restarts >= limits.restarts:
        return "given up"
    return "waiting" if now - before.last < limits.pause_after(before.restarts) else "restart"


def _was_passing(count: Count) -> bool:
    """Whether what has failed now did not run since it was restarted for a failure that passes.

    That failure may still last, and show as another: a task that cannot start is often told in other words.
    """
    return count.restarts > 0 and count.told in ("restart", "given up")


def _is_fresh(count: Count, limits: Limits, now: float) -> bool:
    """Whether it was restarted so short a time ago that this still counts."""
    return count.restarts > 0 and now - count.last < limits.quiet
