"""Runs a command for as long as standard input is open, so that it never outlives whoever started it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence


def leashed(command: Sequence[str], user: str = "") -> list[str]:
    """The command line that runs a command so.

    Args:
        user: who runs it; who starts it when left out.
    """
    return [sys.executable, __file__, user, *command]


def main(user: str, command: list[str]) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, user=user or None)

    def end_with_parent() -> None:
        sys.stdin.read()
        child.kill()

    threading.Thread(target=end_with_parent, daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: child.kill())
    signal.signal(signal.SIGINT, lambda *_: child.kill())
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
