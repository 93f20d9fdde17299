"""The labels by which an object on a server says which code it comes from."""

from __future__ import annotations

from typing import Final

STACK_LABEL: Final = "sluice.stack"
VERSION_LABEL: Final = "sluice.version"
