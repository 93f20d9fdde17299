"""Where the commands print."""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from provider_lib.legible import legible


def console(*, stderr: bool = False, no_color: bool = False) -> Console:
    """Standard output, or standard error.

    Colours may be forced on whoever reads (FORCE_COLOR); what is drawn over (a clock, a spinner) is for terminals only.

    Args:
        stderr: standard error.
        no_color: print without colours, whatever the environment says.
    """
    stream: Any = Unfailing(sys.stderr) if stderr else sys.stdout
    drawn = stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    return Console(
        file=stream,
        stderr=stderr,
        no_color=no_color or None,
        soft_wrap=True,
        highlight=False,
        emoji=False,
        force_interactive=drawn,
    )


class Unfailing:
    """A stream that takes what nobody can read any more: a terminal or a pipe that is gone is no reason to stop.

    Args:
        stream: into which is written for as long as there is a reader.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or not."""
        try:
            return self._stream.write(text)
        except OSError:
            self._forget()
            return len(text)

    def flush(self) -> None:
        """Flush, or not."""
        try:
            self._stream.flush()
        except OSError:
            self._forget()

    def _forget(self) -> None:
        """Let what is left, and all that comes, go nowhere."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def said(text: str, style: str = "") -> Text:
    """Text that may repeat what a server, a state or a plan says, and steers no terminal."""
    return Text(legible(text), style)
