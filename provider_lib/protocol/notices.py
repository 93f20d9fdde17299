"""Tells whoever runs Terraform what the provider waits for.

Terraform itself passes on nothing from a call that is under way.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextlib import suppress

from provider_lib import NOTICES_VARIABLE
from provider_lib.legible import legible

LONGEST_NOTICE = 400
"""Characters: pipes keep whole what is short, however many processes write into them."""


class Notices(logging.Handler):
    """Writes what is logged as information, each in a line, and never waits for a reader.

    Args:
        descriptor: of an open file that does not block.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(logging.INFO)
        self._descriptor = descriptor

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, unless nobody takes it."""
        line = legible(" ".join(record.getMessage().split()), LONGEST_NOTICE)
        with suppress(OSError):
            os.write(self._descriptor, f"{line}\n".encode())


def open_notices(environ: Mapping[str, str]) -> Notices | None:
    """Where the environment says that somebody listens; None when nobody does."""
    path = environ.get(NOTICES_VARIABLE)
    if not path:
        return None
    try:
        return Notices(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return None
