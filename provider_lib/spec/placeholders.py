"""Place-holders in templates: ``{field}``, ``{map[key]}``."""

from __future__ import annotations

from functools import lru_cache
from string import Formatter


@lru_cache(maxsize=1024)  # the same few templates come back with every call
def placeholders(template: str) -> tuple[str, ...]:
    """The names of the fields that a template mentions.

    Raises:
        ValueError: its braces do not match.
    """
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)
