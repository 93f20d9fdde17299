"""The ``sluice`` command."""

from __future__ import annotations

from provider_lib.cli.main import main

__all__ = ["main"]
