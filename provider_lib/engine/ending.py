"""Brings the Terraforms that run to their end, a step further with each interrupt.

One event is one interrupt: a terminal that is closed sends SIGHUP several times, and a CI system that cancels a job
SIGINT and soon SIGTERM, by which nobody asks again: it announces that time is running out.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, Self

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

TIME_AFTER_SIGTERM = 5.0
"""Seconds until what is under way is given up: what sends SIGTERM often sends SIGKILL ten seconds later."""

TIME_TO_DIE = 4.0
"""Seconds for a Terraform that changes nothing to end after the second interrupt."""

_LOOK_AGAIN = 0
"""What is no signal: there may be less time."""

_END = 255
"""What is no signal: nothing runs any more."""

Step = Callable[[], float | None]
"""What an interrupt does, and in how many seconds the next one is taken, whether or not somebody asks."""


def take_signals(numbers: Iterable[int], handler: Callable[[int, FrameType | None], Any]) -> dict[int, Any]:
    """Handle signals, other than SIGHUP for a process that nohup started; gives what handled them before."""
    ignored = [signal.SIGHUP] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else []
    return {number: signal.signal(number, handler) for number in numbers if number not in ignored}


class Ending:
    """The signals that come while Terraforms run, one or several at once, and how far they have brought them.

    It acts in a thread of its own, which the signals reach through a pipe: the main thread waits for output, and hears
    of a second signal only when the kernel wakes it for that one too; a handler must not print either.
    """

    def __init__(self) -> None:
        self.reached = 0
        self._runs: list[_Run] = []
        # Taken again by the thread that has it: a step may be what reads how far interrupts came.
        self._lock = threading.RLock()
        self._hears, self._says = os.pipe()
        self._seen: set[int] = set()
        self._next_at: float | None = None

    @contextmanager
    def hearing(self) -> Iterator[Self]:
        """Take the signals that would end this process; only the main thread can."""
        os.set_blocking(self._says, False)
        is_main = threading.current_thread() is threading.main_thread()
        previous = take_signals(SIGNALS, lambda _number, _frame: None) if is_main else {}
        earlier = signal.set_wakeup_fd(self._says, warn_on_full_buffer=False) if is_main else -1
        thread = threading.Thread(target=self._act, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            if is_main:
                signal.set_wakeup_fd(earlier)
            for number, handler in previous.items():
                signal.signal(number, handler)
            os.write(self._says, bytes([_END]))
            thread.join()
            os.close(self._hears)
            os.close(self._says)

    @contextmanager
    def of(self, steps: Sequence[Step]) -> Iterator[None]:
        """Take the steps, one after the other, as interrupts come; those that came already at once.

        Args:
            steps: what the first, the second and the third interrupt do.
        """
        run = _Run(steps)
        with self._lock:
            self._runs.append(run)
            run.go_to(self.reached)
        os.write(self._says, bytes([_LOOK_AGAIN]))
        try:
            yield
        finally:
            with self._lock:
                self._runs.remove(run)

    def _act(self) -> None:
        while True:
            if not select.select([self._hears], [], [], self._time_left())[0]:
                self._take_what_is_due()
                continue
            [number] = os.read(self._hears, 1)
            if number == _END:
                return
            if number in SIGNALS:  # others are taken by something else in this process
                self._take(number)

    def _take(self, number: int) -> None:
        with self._lock:
            self._go_to(self._meant_by(number))
            if number == signal.SIGTERM and self.reached == 1:
                self._next_at = time.monotonic() + TIME_AFTER_SIGTERM

    def _meant_by(self, number: int) -> int:
        """The step that a signal asks for: somebody at a keyboard may abandon everything, a machine may not."""
        if number == signal.SIGINT:
            return self.reached + 1
        is_new = number not in self._seen
        self._seen.add(number)
        return min(self.reached + 1, 2) if is_new else self.reached

    def _go_to(self, step: int) -> None:
        if step > self.reached:
            self.reached = step
            self._next_at = None
            for run in self._runs:
                run.go_to(step)

    def _time_left(self) -> float | None:
        with self._lock:
            times = [at for at in (self._next_at, *(run.next_at for run in self._runs)) if at is not None]
        return max(0.0, min(times) - time.monotonic()) if times else None

    def _take_what_is_due(self) -> None:
        with self._lock:
            if _is_over(self._next_at):
                self._go_to(self.reached + 1)
            for run in self._runs:
                if _is_over(run.next_at):
                    run.go_to(run.taken + 1)


class _Run:
    """One Terraform, and which of its steps were taken."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self.taken = 0
        self.next_at: float | None = None

    def go_to(self, step: int) -> None:
        while self.taken < min(step, len(self._steps)):
            self.taken += 1
            seconds = self._steps[self.taken - 1]()
            self.next_at = None if seconds is None else time.monotonic() + seconds


def _is_over(at: float | None) -> bool:
    return at is not None and at <= time.monotonic()


def steps_of(process: subprocess.Popen[str], give_up: Step, *, changes: bool) -> tuple[Step, ...]:
    """What the first, the second and the third interrupt do to a Terraform.

    Args:
        process: it.
        give_up: tells the provider to give up the calls that are under way, and to say what it knows.
        changes: whether objects are made and deleted. Then Terraform itself hears only the first interrupt and the
            third: at its second it would end at once, and note nothing.
    """

    def interrupt() -> None:
        process.send_signal(signal.SIGINT)

    def interrupt_and_give_up() -> None:
        interrupt()
        give_up()

    def end() -> float:
        interrupt()
        return TIME_TO_DIE

    if changes:
        return interrupt, give_up, end, process.kill
    return interrupt_and_give_up, end, process.kill
