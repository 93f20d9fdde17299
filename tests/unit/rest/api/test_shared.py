"""What is asked for once for everybody: whose failure is everybody's, and whose is their own."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from provider_lib.errors import Cancelled, SluiceError, Unreachable
from provider_lib.rest.api.shared import SHORT_TIME, Shared

LOST = Unreachable("no token came", "Look there.", sent=False)


def asked(shared: Shared[int], ask: Callable[[], int], seconds: float | None = None) -> int | str:
    """What comes of asking, by somebody who has so much time."""
    deadline = None if seconds is None else time.monotonic() + seconds
    try:
        return shared.get(ask, what="The Shop cannot be reached", deadline=deadline)
    except SluiceError as error:
        return str(error)


def failing(error: SluiceError) -> Callable[[], int]:
    def fail() -> int:
        raise error.but()

    return fail


def test_what_was_got_is_there_for_all_until_it_is_dropped() -> None:
    shared = Shared[int]()
    assert [asked(shared, lambda: 7), asked(shared, lambda: 8)] == [7, 7]
    shared.drop(lambda thing: thing == 8)
    assert asked(shared, lambda: 9) == 7
    shared.drop(lambda thing: thing == 7)
    assert asked(shared, lambda: 9) == 9


def test_what_does_not_last_is_asked_for_again() -> None:
    shared = Shared[int]()
    assert shared.get(lambda: 7, what="", deadline=None, lasts=lambda thing: thing > 7) == 7
    assert shared.get(lambda: 8, what="", deadline=None, lasts=lambda thing: thing == 7) == 7
    assert shared.get(lambda: 9, what="", deadline=None, lasts=lambda thing: thing > 7) == 9


@pytest.mark.parametrize("seconds", [None, SHORT_TIME + 10])
def test_the_failure_of_somebody_who_had_time_is_everybodys(seconds: float | None) -> None:
    shared = Shared[int]()
    words = "no token came\nLook there."
    assert [asked(shared, failing(LOST), seconds), asked(shared, lambda: 7)] == [words, words]


def test_the_failure_of_somebody_in_a_hurry_is_their_own() -> None:
    shared = Shared[int]()
    assert [asked(shared, failing(LOST), SHORT_TIME - 10), asked(shared, lambda: 7)] == [
        "no token came\nLook there.",
        7,
    ]


def test_an_interrupt_is_nobody_elses_failure() -> None:
    shared = Shared[int]()
    assert [asked(shared, failing(Cancelled("stopped"))), asked(shared, lambda: 7)] == ["stopped", 7]
