"""What a test raises, and is skipped for, when a machine has not got the server that it needs."""

from __future__ import annotations


class Unavailable(Exception):
    """Why there is none."""
