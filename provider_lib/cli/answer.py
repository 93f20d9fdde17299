"""What somebody types, while other stacks go on."""

from __future__ import annotations

import os
import select
import sys

from provider_lib.engine.diagnosis import interruption
from provider_lib.engine.ending import Ending


def answer(ending: Ending | None = None) -> str:
    """The next line of standard input, without the spaces around it.

    Args:
        ending: hears the interrupts instead of this thread, which would wait for its line all the same.

    Raises:
        Cancelled: an interrupt came instead.
    """
    if ending is None:
        return sys.stdin.readline().strip()
    hears, says = os.pipe()
    try:
        with ending.of([lambda: _say(says)]):
            ready, _, _ = select.select([sys.stdin, hears], [], [])
        if hears in ready:
            raise interruption(1, changes=False)
        return sys.stdin.readline().strip()
    finally:
        os.close(hears)
        os.close(says)


def _say(pipe: int) -> None:
    os.write(pipe, b"\n")
