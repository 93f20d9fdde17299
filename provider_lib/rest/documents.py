"""Finding and placing values in JSON documents by dotted path, and comparing them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final

from provider_lib.rest.exact_json import decode, encode
from provider_lib.spec.fields import Same


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


def place(document: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a dotted path, making the objects on the way."""
    *steps, last = steps_of(path)
    for step in steps:
        document = document.setdefault(step, {})
    document[last] = value


def as_text(value: Any) -> str:
    """A scalar as Kafka Connect and friends write it: 5, 1.5, true, text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict | list):
        return encode(value)
    return str(value)


def are_same(kind: Same, ours: Any, theirs: Any) -> bool:
    """Whether two values are the same in the declared sense."""
    if ours is None or theirs is None:
        return ours is theirs
    if kind == "text":
        return as_text(ours) == as_text(theirs)
    if kind == "json":
        return bool(_parsed(ours) == _parsed(theirs))
    if kind == "set":
        return sorted(map(as_text, ours)) == sorted(map(as_text, theirs))
    return bool(ours == theirs)


def is_kept(kind: Same, ours: Any, theirs: Any) -> bool:
    """Whether the server holds what we gave it, whatever keys it added to a JSON document."""
    return are_same(kind, ours, theirs) or (kind == "json" and _only_adds(_parsed(theirs), _parsed(ours)))


def _only_adds(theirs: Any, ours: Any) -> bool:
    """Whether a document has all of ours; an empty object of ours means that there is nothing."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours:
        return all(key in theirs and _only_adds(theirs[key], value) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_only_adds, theirs, ours))
    return bool(ours == theirs)


def _parsed(value: Any) -> Any:
    try:
        return decode(value) if isinstance(value, str) else value
    except ValueError:
        return value


def is_masked(value: Any, masks: Sequence[str]) -> bool:
    """Whether a value only stands for a secret that the server hides."""
    return isinstance(value, str) and any(re.fullmatch(mask, value) for mask in masks)
