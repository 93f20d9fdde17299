"""Brings a Terraform that runs to its end, a step further with each interrupt.

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
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

TIME_AFTER_SIGTERM = 5.0
"""Seconds until what is under way is given up: what sends SIGTERM often sends SIGKILL ten seconds later."""

TIME_TO_DIE = 4.0
"""Seconds for a Terraform that changes nothing to end after the second interrupt."""

_END = 0
"""What is no signal: the process has ended."""

Step = Callable[[], None]


def take_signals(numbers: Iterable[int], handler: Callable[[int, FrameType | None], Any]) -> dict[int, Any]:
    """Handle signals, other than SIGHUP for a process that nohup started; gives what handled them before."""
    ignored = [signal.SIGHUP] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else []
    return {number: signal.signal(number, handler) for number in numbers if number not in ignored}


class Ending:
    """The signals that come while a Terraform runs, and how far they have brought it.

    It acts in a thread of its own, which the signals reach through a pipe: the main thread waits for output, and hears
    of a second signal only when the kernel wakes it for that one too; a handler must not print either.
    """

    def __init__(self) -> None:
        self.reached = 0
        self._hears, self._says = os.pipe()
        self._seen: set[int] = set()
        self._next_at: float | None = None

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """Take the signals that would end this process; only the main thread can."""
        os.set_blocking(self._says, False)
        is_main = threading.current_thread() is threading.main_thread()
        previous = take_signals(SIGNALS, lambda _number, _frame: None) if is_main else {}
        earlier = signal.set_wakeup_fd(self._says, warn_on_full_buffer=False) if is_main else -1
        try:
            yield
        finally:
            if is_main:
                signal.set_wakeup_fd(earlier)
            for number, handler in previous.items():
                signal.signal(number, handler)
            os.close(self._hears)
            os.close(self._says)

    @contextmanager
    def of(self, steps: Sequence[Step]) -> Iterator[None]:
        """Take the steps, one after the other, as interrupts come; while it hears.

        Args:
            steps: what the first, the second and the third interrupt do.
        """
        thread = threading.Thread(target=self._act, args=(steps,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            os.write(self._says, bytes([_END]))
            thread.join()

    def step_on_in(self, seconds: float) -> None:
        """Take the next step after so many seconds, whether or not somebody asks."""
        self._next_at = time.monotonic() + seconds

    def _act(self, steps: Sequence[Step]) -> None:
        while True:
            left = None if self._next_at is None else max(0.0, self._next_at - time.monotonic())
            if not select.select([self._hears], [], [], left)[0]:
                self._go_to(self.reached + 1, steps)
                continue
            [number] = os.read(self._hears, 1)
            if number == _END:
                return
            if number not in SIGNALS:  # one that something else in this process takes
                continue
            self._go_to(self._meant_by(number), steps)
            if number == signal.SIGTERM and self.reached == 1:
                self.step_on_in(TIME_AFTER_SIGTERM)

    def _meant_by(self, number: int) -> int:
        """The step that a signal asks for: somebody at a keyboard may abandon everything, a machine may not."""
        if number == signal.SIGINT:
            return self.reached + 1
        is_new = number not in self._seen
        self._seen.add(number)
        return min(self.reached + 1, 2) if is_new else self.reached

    def _go_to(self, step: int, steps: Sequence[Step]) -> None:
        if self._next_at is not None and self._next_at <= time.monotonic():
            self._next_at = None
        while self.reached < min(step, len(steps)):
            self.reached += 1
            self._next_at = None
            steps[self.reached - 1]()


def steps_of(process: subprocess.Popen[str], give_up: Step, ending: Ending, *, changes: bool) -> tuple[Step, ...]:
    """What the first, the second and the third interrupt do to a Terraform.

    Args:
        process: it.
        give_up: tells the provider to give up the calls that are under way, and to say what it knows.
        ending: of that process.
        changes: whether objects are made and deleted. Then Terraform itself hears only the first interrupt and the
            third: at its second it would end at once, and note nothing.
    """

    def interrupt() -> None:
        process.send_signal(signal.SIGINT)

    def interrupt_and_give_up() -> None:
        interrupt()
        give_up()

    def end() -> None:
        interrupt()
        ending.step_on_in(TIME_TO_DIE)

    if changes:
        return interrupt, give_up, end, process.kill
    return interrupt_and_give_up, end, process.kill
