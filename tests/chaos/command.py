"""A command under way: the processes that it started, what it says, and the terminal that it may be on."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

COMMAND, CORE, PROVIDER = "command", "core", "provider"
_PROVIDER = "terraform-provider-sluice"
_LAST = 90.0
"""Seconds in which what was left behind ends by itself: what a provider takes whose core is gone, and some more."""


class Command:
    """A command in a session of its own, in which all that it starts can be found again.

    Args:
        argv: the command.
        environ: its environment.
        log: the file that keeps what it says.
        on_terminal: whether it is on a terminal, which can be closed.
    """

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str], log: Path, *, on_terminal: bool = False):
        self._log = log
        self._ours, theirs = pty.openpty() if on_terminal else (-1, os.open(log, os.O_WRONLY | os.O_CREAT))
        self.process = subprocess.Popen(
            argv,
            env=dict(environ),
            stdin=theirs if on_terminal else subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_begin_on_terminal if on_terminal else _begin,
        )
        os.close(theirs)
        self._heard = b""

    def wait(self, seconds: float) -> bool:
        """Listen until it ends, or time is up; says whether it ended."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            if self._ours < 0 or not self._hear(0.02):
                time.sleep(0.02)
        return self.process.poll() is not None

    def close_terminal(self) -> None:
        """Close the window."""
        if self._ours >= 0:
            ours, self._ours = self._ours, -1
            os.close(ours)

    def signal(self, number: int) -> None:
        """What a terminal, or somebody who knows its number, sends to the command."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def kill(self, *roles: str) -> bool:
        """Kill what of it has these roles, at once; says whether there was any."""
        found = [number for number, role in self.processes() if role in roles]
        for number in found:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return bool(found)

    def end(self) -> None:
        """Wait until nothing of it is left."""
        deadline = time.monotonic() + _LAST
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.kill(COMMAND, CORE, PROVIDER)
        self.close_terminal()
        self.process.wait()

    def said(self) -> str:
        """All that it said so far."""
        heard = self._heard if self._heard else self._log.read_bytes() if self._log.exists() else b""
        return heard.decode(errors="replace")

    def processes(self) -> list[tuple[int, str]]:
        """What it started and is under way, each with its role."""
        told = subprocess.run(["ps", "-A", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True)
        found = []
        for line in told.stdout.splitlines():
            number, state, arguments = line.split(None, 2)
            if not state.startswith("Z") and _session_of(int(number)) == self.process.pid:
                found.append((int(number), self._role(int(number), arguments)))
        return found

    def _role(self, number: int, arguments: str) -> str:
        if number == self.process.pid:
            return COMMAND
        return PROVIDER if _PROVIDER in arguments else CORE

    def _hear(self, seconds: float) -> bool:
        """Take what is shown next; False when nothing is any more."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return True
        try:
            block = os.read(self._ours, 10_000)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self._heard += block
        return bool(block)


def _begin() -> None:
    """Hear signals, however the campaign was started."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _begin_on_terminal() -> None:
    """What a process does that a terminal starts, and that hears when it is closed."""
    _begin()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _session_of(number: int) -> int | None:
    try:
        return os.getsid(number)
    except OSError:
        return None
