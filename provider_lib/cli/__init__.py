"""The ``sluice`` command."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process and exit."""
    try:
        from provider_lib.cli.main import main as run

        run()
    except KeyboardInterrupt:  # while it was starting: a command hears of it by itself
        sys.exit("Interrupted.")


__all__ = ["main"]
