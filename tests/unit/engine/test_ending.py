"""How far signals bring a Terraform to its end."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from threading import Barrier, Event

import pytest

from provider_lib.engine.ending import Ending, Step
from tests.until import PATIENCE, until

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
    ending, taken = Ending(), list[int]()
    with ExitStack() as run:
        with ending.hearing():
            run.enter_context(ending.of([partial(taken.append, step) for step in (1, 2, 3)]))
            for number in signals:
                os.kill(os.getpid(), number)
        assert taken == steps


def test_a_step_may_ask_for_the_next_one_when_time_is_up() -> None:
    taken, is_over = list[str](), Event()

    def first() -> float:
        taken.append("first")
        return 0.01

    def second() -> None:
        taken.append("second")
        is_over.set()

    with Ending().hearing() as ending, ending.of([first, second]):
        os.kill(os.getpid(), SIGINT)
        assert is_over.wait(PATIENCE)
    assert taken == ["first", "second"]


def test_every_run_takes_its_own_steps_and_one_that_begins_late_those_that_were_reached() -> None:
    taken = list[str]()

    def steps(run: str) -> list[Step]:
        return [partial(taken.append, f"{run} {step}") for step in (1, 2)]

    with ExitStack() as runs, Ending().hearing() as ending:
        runs.enter_context(ending.of(steps("a")))
        runs.enter_context(ending.of(steps("b")))
        with ending.of(steps("gone")):
            pass
        os.kill(os.getpid(), SIGINT)
        until(lambda: ending.reached == 1)
        runs.enter_context(ending.of(steps("late")))
        os.kill(os.getpid(), SIGINT)
    assert taken == ["a 1", "b 1", "late 1", "a 2", "b 2", "late 2"]


def test_time_that_is_up_for_one_run_ends_no_other() -> None:
    taken, is_over = list[str](), Event()
    with ExitStack() as runs, Ending().hearing() as ending:
        runs.enter_context(ending.of([lambda: 0.01, is_over.set]))
        runs.enter_context(ending.of([partial(taken.append, "asked"), partial(taken.append, "not asked")]))
        os.kill(os.getpid(), SIGINT)
        assert is_over.wait(PATIENCE)
    assert (taken, ending.reached) == (["asked"], 1)


def test_interrupts_reach_what_a_thread_began() -> None:
    begun, taken = Barrier(3), [Event(), Event()]

    def work(ending: Ending, event: Event) -> None:
        with ending.of([event.set]):
            begun.wait(PATIENCE)
            assert event.wait(PATIENCE)

    with Ending().hearing() as ending, ThreadPoolExecutor() as pool:
        working = [pool.submit(work, ending, event) for event in taken]
        begun.wait(PATIENCE)
        os.kill(os.getpid(), SIGINT)
        for work_done in working:
            work_done.result()


def test_a_process_that_nohup_started_outlives_its_terminal() -> None:
    before = signal.signal(SIGHUP, signal.SIG_IGN)
    try:
        with Ending().hearing() as ending, ending.of([lambda: None]):
            os.kill(os.getpid(), SIGHUP)
        assert ending.reached == 0
    finally:
        signal.signal(SIGHUP, before)
