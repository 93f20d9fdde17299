from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from provider_lib.errors import ApiError, Cancelled, SluiceError, Unreachable, WaitTimedOut
from provider_lib.rest.object.polling import patiently, poll

BUSY = ApiError("busy", "Come back.", status=503)


def looking(*sights: str | SluiceError | None) -> Callable[[], str | None]:
    """Something that looks different each time, and from the last time on the same."""
    left: Iterator[str | SluiceError | None] = iter((*sights[:-1], *[sights[-1]] * 1000))

    def look() -> str | None:
        sight = next(left)
        if isinstance(sight, SluiceError):
            raise sight
        return sight

    return look


def wait(look: Callable[[], str | None], *, seconds: float = 20.0, longest_trouble: float = 20.0) -> str:
    return poll(
        look,
        deadline=time.monotonic() + seconds,
        stop=threading.Event(),
        what="the widget",
        wanted="ready",
        advice="Look at its log.",
        interval=0.01,
        longest_trouble=longest_trouble,
    )


def test_what_is_there_is_found_at_once_even_when_time_is_up() -> None:
    assert wait(looking("ready"), seconds=0) == "ready"


def test_it_is_looked_for_until_it_is_there() -> None:
    assert wait(looking(None, None, "ready")) == "ready"


@pytest.mark.parametrize("trouble", [BUSY, ApiError("slow down", status=429), Unreachable("gone away", sent=False)])
def test_a_trouble_that_passes_does_not_end_the_wait(trouble: SluiceError) -> None:
    assert wait(looking(None, trouble, trouble, "ready")) == "ready"


def test_whoever_waits_is_told_of_a_trouble_and_not_of_every_look(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    wait(looking(None, BUSY, None, "ready"))
    assert caplog.messages == ["waiting until the widget is ready (busy)"]


def test_without_a_deadline_there_is_time_for_an_operation() -> None:
    stop = threading.Event()
    assert poll(looking(None, "ready"), deadline=None, stop=stop, what="it", advice="", interval=0.01) == "ready"


def test_a_refusal_ends_the_wait() -> None:
    refusal = ApiError("no", status=403)
    with pytest.raises(ApiError) as caught:
        wait(looking(None, refusal, "ready"))
    assert caught.value is refusal


def test_a_trouble_that_lasts_ends_the_wait() -> None:
    with pytest.raises(ApiError) as caught:
        wait(looking(None, BUSY), longest_trouble=0.1)
    assert caught.value is BUSY


def test_time_that_is_up_says_what_to_do() -> None:
    with pytest.raises(WaitTimedOut) as caught:
        wait(looking(None), seconds=0.05)
    assert (caught.value.summary, caught.value.detail, caught.value.trouble) == (
        "the widget was not ready in time",
        "Look at its log.",
        None,
    )


def test_time_that_is_up_says_what_the_trouble_was() -> None:
    with pytest.raises(WaitTimedOut) as caught:
        wait(looking(BUSY), seconds=0.05)
    assert caught.value.detail == "Look at its log.\n\nThe last look failed: busy\nCome back."
    assert caught.value.trouble is BUSY


class Unhurried(threading.Event):
    """Notes how long it was waited for, and lets nobody wait."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout)
        return self.is_set()


@pytest.mark.parametrize(
    ("interval", "pauses"), [(None, [0.1, 0.15, 0.225, 0.3375]), (0.7, [0.7] * 4), (7.0, [7.0] * 4)]
)
def test_the_pauses_of_a_wait_grow_unless_it_has_an_interval(interval: float | None, pauses: list[float]) -> None:
    stop = Unhurried()
    look, deadline = looking(None, None, None, None, "ready"), time.monotonic() + 1000
    assert poll(look, deadline=deadline, stop=stop, what="it", advice="", interval=interval) == "ready"
    assert stop.pauses == pytest.approx(pauses)


def test_the_last_thing_that_was_seen_is_told_when_time_is_up() -> None:
    with pytest.raises(WaitTimedOut) as caught:
        poll(looking(None), deadline=0, stop=Unhurried(), what="it", advice="Look.", seen=lambda: "it sleeps")
    assert caught.value.detail == "Look.\n\nThe last look saw: it sleeps"


def test_ctrl_c_ends_the_wait_after_one_look() -> None:
    stop = threading.Event()
    stop.set()
    deadline = time.monotonic() + 20
    with pytest.raises(Cancelled) as caught:
        poll(looking(None), deadline=deadline, stop=stop, what="it", advice="")
    assert (caught.value.summary, caught.value.detail) == (
        "stopped waiting: it is not there yet",
        "The wait was interrupted.",
    )
    assert poll(looking("ready"), deadline=deadline, stop=stop, what="it", advice="") == "ready"


def insist(attempt: Callable[[], str | None], *, seconds: float = 20.0) -> str | None:
    return patiently(
        attempt,
        lambda error: error.status == 409,
        deadline=time.monotonic() + seconds,
        stop=threading.Event(),
        what="change the widget",
    )


def taken() -> ApiError:
    return ApiError("in use", "Ask its owner.", status=409)


def test_what_a_busy_server_refuses_is_asked_for_again() -> None:
    assert insist(looking(taken(), "changed")) == "changed"


def test_the_pauses_between_attempts_grow_and_each_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stop = Unhurried()
    attempt = looking(taken(), taken(), taken(), "changed")
    assert patiently(attempt, lambda _: True, deadline=None, stop=stop, what="change the widget") == "changed"
    assert stop.pauses == pytest.approx([0.1, 0.15, 0.225])
    assert caplog.messages == ["waiting to change the widget (in use)"] * 3


def test_ctrl_c_between_attempts_says_that_the_server_was_busy() -> None:
    stop = Unhurried()
    stop.set()
    with pytest.raises(Cancelled) as caught:
        patiently(looking(taken()), lambda _: True, deadline=None, stop=stop, what="change the widget")
    assert (caught.value.summary, caught.value.detail) == (
        "stopped before the server could change the widget",
        "It was busy: in use",
    )


def test_what_is_not_worth_another_attempt_is_raised_at_once() -> None:
    refusal = ApiError("no", status=403)
    with pytest.raises(ApiError) as caught:
        insist(looking(refusal, "changed"))
    assert caught.value is refusal


def test_a_server_that_stays_busy_is_quoted_when_time_is_up() -> None:
    with pytest.raises(ApiError) as caught:
        insist(looking(taken()), seconds=0.05)
    assert caught.value.detail == ("Ask its owner.\nIt was tried again until time was up; `timeouts` can allow more.")


def test_a_busy_server_is_quoted_also_when_the_last_attempt_came_too_late_to_be_sent() -> None:
    refusal = taken()
    with pytest.raises(ApiError) as caught:
        insist(looking(refusal, Unreachable("no turn in time", sent=False)))
    assert (caught.value.status, caught.value.summary) == (409, "in use")
    assert refusal.detail == "Ask its owner."


def test_an_attempt_of_unknown_outcome_is_told_rather_than_what_came_before() -> None:
    lost = Unreachable("no answer in time", sent=True)
    with pytest.raises(Unreachable) as caught:
        insist(looking(taken(), lost))
    assert caught.value is lost


def test_time_that_is_up_says_what_was_seen_before_the_trouble() -> None:
    with pytest.raises(WaitTimedOut) as caught:
        poll(
            looking(BUSY),
            deadline=time.monotonic() + 0.05,
            stop=threading.Event(),
            what="it",
            advice="Wait.",
            seen=lambda: "phase is DELETING",
        )
    assert caught.value.detail == (
        "Wait.\n\nThe last look failed: busy\nCome back.\n\nBefore that was seen: phase is DELETING"
    )
