"""Finding and placing values in JSON documents by dotted path, and comparing them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final


class _Missing:
    """The document does not have it (null is a value)."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


def dig(document: Any, path: str) -> Any:
    """The value at a dotted path, MISSING when it is not there; "" is the whole document."""
    for step in steps_of(path):
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        else:
            return MISSING
    return document


@cache
def steps_of(path: str) -> tuple[str, ...]:
    """The names that a dotted path goes through; a dot that belongs to a name is written ``\\.``."""
    return tuple(step.replace("\\.", ".") for step in re.split(r"(?<!\\)\.", path)) if path else ()


def dig_first(document: Any, paths: Sequence[str]) -> Any:
    """The value at the first of several paths that is there; None when a path leads into an empty list."""
    for path in paths:
        found = dig(document, path)
        if found is not MISSING:
            return found
        above, _, last = path.rpartition(".")
        if last == "0" and dig(document, above) == []:
            return None
    return MISSING


def set_at(document: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a dotted path, making the objects on the way."""
    *steps, last = steps_of(path)
    for step in steps:
        document = document.setdefault(step, {})
    document[last] = value
