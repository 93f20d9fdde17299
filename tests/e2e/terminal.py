"""A terminal with a command in it: what it shows can be waited for, and somebody types."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.apps import BIN, Folder


class Terminal:
    """A command on a terminal of its own.

    Args:
        process: the command, which leads the terminal's session.
        ours: our end of the terminal.
    """

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self.process = process
        self.said = ""
        self._ours = ours

    def read(self) -> bool:
        """Take what is shown next; False when nothing will be any more."""
        try:
            block = os.read(self._ours, 10_000)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self.said += block.decode(errors="replace")
        return bool(block)

    def read_until(self, text: str) -> None:
        """Wait until a text is shown."""
        while text not in self.said:
            assert self.read(), f"{text!r} was not said, but: {self.said}"

    def read_to_the_end(self) -> int:
        """Wait until the command ends; its exit code."""
        while self.read():
            pass
        return self.process.wait(timeout=60)

    def type(self, text: str) -> None:
        """Type."""
        os.write(self._ours, text.encode())

    def close(self) -> None:
        """Close the window: the kernel tells the command, and nobody reads what it writes."""
        os.close(self._ours)
        self._ours = -1


def _take_terminal() -> None:
    """What a process does that a terminal starts, and that hears when it is closed, whoever runs the tests."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def on_terminal(app: Folder, *arguments: str, columns: int = 60) -> Iterator[Terminal]:
    """Run sluice on a terminal that it can lose."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [BIN / "sluice", *arguments],
        cwd=app.path,
        env={**app.environ, "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(theirs)
    terminal = Terminal(process, ours)
    try:
        yield terminal
    finally:
        process.kill()
        process.wait()
        if terminal._ours >= 0:
            terminal.close()
