"""What is drawn over is for terminals, whatever the environment says of colours."""

from __future__ import annotations

import os
import pty
from collections.abc import Iterator

import pytest

from provider_lib.cli.consoles import console


@pytest.fixture
def terminal() -> Iterator[int]:
    ours, theirs = pty.openpty()
    yield theirs
    os.close(theirs)
    os.close(ours)


def test_forced_colours_make_no_terminal_of_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for made in (console(), console(stderr=True)):
        assert (made.is_terminal, made.is_interactive) == (True, False)


def test_a_terminal_is_drawn_on_unless_it_cannot(terminal: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.dup(terminal), "w") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setenv("TERM", "xterm")
        assert console().is_interactive
        monkeypatch.setenv("TERM", "dumb")
        assert not console().is_interactive
