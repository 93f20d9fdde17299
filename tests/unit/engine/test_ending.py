"""How far signals bring a Terraform to its end."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest

from provider_lib.engine.ending import Ending
from tests.until import until

SIGINT, SIGTERM, SIGHUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


@pytest.mark.parametrize(
    ("signals", "steps"),
    [
        ([SIGINT], [1]),
        ([SIGINT, SIGINT], [1, 2]),
        ([SIGINT, SIGINT, SIGINT], [1, 2, 3]),
        ([SIGINT, SIGTERM], [1, 2]),
        ([SIGINT, SIGTERM, SIGTERM], [1, 2]),
        ([SIGINT, SIGTERM, SIGINT], [1, 2, 3]),
        ([SIGTERM], [1]),
        ([SIGHUP, SIGHUP], [1]),
        ([SIGHUP, SIGINT], [1, 2]),
        ([SIGTERM, SIGHUP], [1, 2]),
        ([SIGINT, SIGINT, SIGINT, SIGINT], [1, 2, 3]),
    ],
)
def test_each_event_is_one_interrupt_and_only_somebody_at_a_keyboard_abandons(
    signals: Sequence[signal.Signals], steps: list[int]
) -> None:
    ending, taken, heard = Ending(), list[int](), list[int]()
    with ending.hearing(), ending.of([lambda step=step: taken.append(step) for step in (1, 2, 3)]):  # type: ignore[misc]
        for number in signals:
            os.kill(os.getpid(), number)
            heard.append(number)
    assert (taken, ending.reached, len(heard)) == (steps, len(steps), len(signals))


def test_a_step_may_ask_for_the_next_one_when_time_is_up() -> None:
    ending, taken = Ending(), list[str]()

    def first() -> None:
        taken.append("first")
        ending.step_on_in(0.01)

    with ending.hearing(), ending.of([first, lambda: taken.append("second")]):
        os.kill(os.getpid(), SIGINT)
        until(lambda: ending.reached == 2)
    assert taken == ["first", "second"]


def test_a_process_that_nohup_started_outlives_its_terminal() -> None:
    before = signal.signal(SIGHUP, signal.SIG_IGN)
    try:
        ending = Ending()
        with ending.hearing(), ending.of([lambda: None]):
            os.kill(os.getpid(), SIGHUP)
        assert ending.reached == 0
    finally:
        signal.signal(SIGHUP, before)
