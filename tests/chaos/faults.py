"""What can go wrong, and when: the table from which a campaign draws."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.chaos.command import COMMAND, CORE, PROVIDER, Command
from tests.chaos.proxy import Link, Moment, Side
from tests.chaos.scene import Scene

CLOCK, DISK, TERMINAL = "clock skew", "disk full", "terminal closed"
"""Faults for which a run is set up."""

_LONGEST_DEPLOY = 4.0
"""Seconds: about what a deploy takes, from which the moments of the faults of processes are drawn."""

_AROUND_A_WRITE = 0.7
"""How many of the faults of processes come around a write, where there is most to lose."""

_DISK_LEFT = (0, 0, 2048, 4096, 8192, 16384)
"""Bytes that are left on a full disk."""

_SKEWS = (-86400.0, -3600.0, 3600.0, 86400.0)
"""Seconds by which the clock of a server is wrong."""


@dataclass(slots=True)
class Staged:
    """A deploy that things happen to.

    Args:
        scene: where.
        chance: of this run.
        command: the deploy, once it is started.
        happened: the faults that came to pass.
    """

    scene: Scene
    chance: Random
    command: Command | None = None
    happened: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def at_some_time(self, kind: str, act: Callable[[Command], bool | None], *, exact: bool = False) -> None:
        """Have something done to the deploy: around a write, or after some seconds, whatever it is at then.

        Args:
            act: gives False when there was nothing to do it to.
            exact: let the write wait until it is done.
        """

        def do() -> None:
            assert self.command is not None
            if self.command.process.poll() is None and act(self.command) is not False:
                self.happened.append(kind)

        if self.chance.random() < _AROUND_A_WRITE:
            moment = self.some_write()
            delay = self.chance.choice((0.0, 0.0, 0.05, 0.3)) if moment.side is Side.DELIVERED else 0.0
            self.scene.proxy.plan(moment, lambda _: do() if exact and not delay else self._later(delay, do))
        else:
            self._later(self.chance.uniform(0.3, _LONGEST_DEPLOY), do)

    def at_write(self, kind: str, act: Callable[[Link], None], *sides: Side) -> None:
        """Have something done to a connection."""

        def do(link: Link) -> None:
            self.happened.append(kind)
            act(link)

        self.scene.proxy.plan(self.some_write(*sides), do)

    def some_write(self, *sides: Side) -> Moment:
        """A moment in the life of one of the first writes."""
        return Moment(self.chance.randint(1, 6), self.chance.choice(sides or tuple(Side)))

    def end(self) -> None:
        """Nothing happens from now on."""
        self.scene.proxy.forget()
        for thread in self._threads:
            thread.join()
        self.scene.calm()
        self.scene.clear_disk()

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        thread = threading.Timer(seconds, do)
        thread.daemon = True
        thread.start()
        self._threads.append(thread)


Fault = Callable[[Staged], None]


def _killing(*roles: str) -> Fault:
    kind = "kill of all" if len(roles) == 3 else f"kill of {roles[0]}"
    return lambda staged: staged.at_some_time(kind, lambda command: command.kill(*roles), exact=True)


def _signals(kind: str, *steps: tuple[float, int]) -> Fault:
    """Signals, each so many seconds after the one before."""

    def send(command: Command) -> None:
        for pause, number in steps:
            if not _ends_within(command, pause):
                command.signal(number)

    return lambda staged: staged.at_some_time(kind, send)


def _cancel_job(staged: Staged) -> None:
    """What GitHub does: the last signal is for all that the job started."""

    def cancel(command: Command) -> None:
        command.signal(signal.SIGINT)
        if not _ends_within(command, 7.5):
            command.signal(signal.SIGTERM)
        if not _ends_within(command, 2.5):
            command.kill(COMMAND, CORE, PROVIDER)

    staged.at_some_time("cancelled job", cancel)


def _ends_within(command: Command, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while command.process.poll() is None:
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.05)
    return True


def _close_terminal(staged: Staged) -> None:
    staged.at_some_time(TERMINAL, lambda command: command.close_terminal())


def _drop_before(staged: Staged) -> None:
    staged.at_write("drop before the commit", Link.cut, Side.SENT)


def _drop_after(staged: Staged) -> None:
    staged.at_write("drop after the commit", Link.cut, Side.ANSWERED)


def _cut_answer(staged: Staged) -> None:
    def cut(link: Link) -> None:
        link.client.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{")
        link.cut()

    staged.at_write("answer cut", cut, Side.ANSWERED)


def _fail_after(staged: Staged) -> None:
    status = staged.chance.choice((500, 502, 504))

    def fail(link: Link) -> None:
        link.client.sendall(f"HTTP/1.1 {status} Fault\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        link.cut()

    staged.at_write(f"{status} after the commit", fail, Side.ANSWERED)


def _stall(staged: Staged) -> None:
    seconds = staged.chance.uniform(0.5, 3.0)
    staged.at_write("stall", lambda _: time.sleep(seconds), Side.SENT, Side.ANSWERED)


def _storm(staged: Staged) -> None:
    many = staged.chance.randint(2, 12)
    staged.scene.admin.fault("status", status=429, retry_after=1, count=many, skip=staged.chance.randint(0, 6))
    staged.happened.append("429 storm")


def _restart(staged: Staged) -> None:
    pause = staged.chance.choice((0.0, 0.5, 2.0))
    if staged.chance.random() < 0.5:
        staged.at_write("restart of the server", lambda _: staged.scene.restart_server(pause), Side.SENT, Side.ANSWERED)
    else:
        staged.at_some_time("restart of the server", lambda _: staged.scene.restart_server(pause))


def _fill_disk(staged: Staged) -> None:
    if not staged.scene.is_small:
        return
    left = staged.chance.choice(_DISK_LEFT)
    staged.at_some_time(DISK, lambda _: staged.scene.fill_disk(left))


FAULTS: dict[str, Fault] = {
    "kill of provider": _killing(PROVIDER),
    "kill of core": _killing(CORE),
    "kill of command": _killing(COMMAND),
    "kill of all": _killing(COMMAND, CORE, PROVIDER),
    "interrupt": _signals("interrupt", (0, signal.SIGINT)),
    "two interrupts": _signals("two interrupts", (0, signal.SIGINT), (0.4, signal.SIGINT)),
    "SIGTERM": _signals("SIGTERM", (0, signal.SIGTERM)),
    "SIGHUP": _signals("SIGHUP", (0, signal.SIGHUP)),
    "cancelled job": _cancel_job,
    TERMINAL: _close_terminal,
    "drop before the commit": _drop_before,
    "drop after the commit": _drop_after,
    "answer cut": _cut_answer,
    "5xx after the commit": _fail_after,
    "429 storm": _storm,
    "stall": _stall,
    "restart of the server": _restart,
    DISK: _fill_disk,
}
"""By name. A clock that is wrong is a matter of the whole run: ``some_skew``."""


def some_skew(chance: Random) -> float:
    """By how many seconds the clock of the server is wrong in a run; mostly it is right."""
    return chance.choice(_SKEWS) if chance.random() < 0.1 else 0.0
