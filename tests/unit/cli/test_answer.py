"""What somebody types when a command asks."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from provider_lib.cli.answer import answer
from provider_lib.engine.ending import Ending
from provider_lib.errors import Cancelled


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a test types."""
    hears, types = os.pipe()
    with open(hears) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield types
    os.close(types)


def test_a_line_is_the_answer(keyboard: int) -> None:
    os.write(keyboard, b" yes \n")
    assert answer() == "yes"
    os.write(keyboard, b"no\n")
    with Ending().hearing() as ending:
        assert answer(ending) == "no"


@pytest.mark.usefixtures("keyboard")
def test_an_interrupt_is_an_answer_too() -> None:
    with Ending().hearing() as ending:
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Cancelled, match="Interrupted"):
            answer(ending)
