"""Where the commands print."""

from __future__ import annotations

import os
import sys

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
    stream = sys.stderr if stderr else sys.stdout
    drawn = stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    return Console(
        stderr=stderr, no_color=no_color or None, soft_wrap=True, highlight=False, emoji=False, force_interactive=drawn
    )


def said(text: str, style: str = "") -> Text:
    """Text that may repeat what a server, a state or a plan says, and steers no terminal."""
    return Text(legible(text), style)
