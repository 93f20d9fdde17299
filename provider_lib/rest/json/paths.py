"""Finding and placing values in JSON documents by the paths of ``spec.paths``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from provider_lib.rest.json.exact_json import as_text
from provider_lib.spec.paths import ANY, Pattern, Steps, matches, parse_path, spell_path, steps_of
from provider_lib.spec.types import UNKNOWN


class _Missing:
    """The document does not have it (null is a value)."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


def dig(document: Any, path: str) -> Any:
    """The value at a path, MISSING when it is not there; "" is the whole document.

    ``roles[*].name`` is the list of what lies at ``name`` in every item of a list.
    """
    return _at(document, parse_path(path))


def _at(document: Any, steps: Pattern) -> Any:
    for number, step in enumerate(steps):
        if step is ANY:
            return _in_every(document, steps[number + 1 :])
        if isinstance(document, Mapping):
            document = document.get(step, MISSING)
        elif isinstance(document, list):
            index = _index(step)
            document = document[index] if index is not None and index < len(document) else MISSING
        else:
            return MISSING
    return document


def _in_every(document: Any, steps: Pattern) -> Any:
    if not isinstance(document, list):
        return MISSING
    return [found for item in document if (found := _at(item, steps)) is not MISSING]


def _index(step: Any) -> int | None:
    """The place in a list that a step leads to, None when it leads to none."""
    if isinstance(step, int):
        return step
    return int(step) if isinstance(step, str) and step.isdecimal() and len(step) < 19 else None


def says(document: Any, words: Mapping[str, str]) -> bool:
    """Whether a document has, at every one of these paths, a text that its regular expression describes."""
    return all(_is_text_like(dig(document, path), pattern) for path, pattern in words.items())


def _is_text_like(found: Any, pattern: str) -> bool:
    if found is MISSING or found is None or isinstance(found, Mapping | list):
        return False
    return re.fullmatch(pattern, as_text(found)) is not None


def dig_first(document: Any, paths: Sequence[str]) -> Any:
    """The value at the first of several paths that is there; None when a path leads into an empty list."""
    for path in paths:
        found = dig(document, path)
        if found is not MISSING:
            return found
        *above, last = parse_path(path) or ("",)
        if _index(last) == 0 and _at(document, tuple(above)) == []:
            return None
    return MISSING


def has_null_item(document: Any, paths: Sequence[str]) -> bool:
    """Whether one of several paths leads to a null in a list."""
    return any(
        steps and _index(steps[-1]) is not None and _at(document, steps) is None for steps in map(parse_path, paths)
    )


def with_value(document: Any, path: str | Steps, value: Any) -> Any:
    """A copy of a document with a value at a place; the objects and lists on the way are made."""
    steps = steps_of(path) if isinstance(path, str) else path
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    index = _index(step) if isinstance(document, list) or isinstance(step, int) else None
    if index is not None:
        items = list(document) if isinstance(document, list) else []
        items += [None] * (index + 1 - len(items))
        items[index] = with_value(items[index], rest, value)
        return items
    members = dict(document) if isinstance(document, Mapping) else {}
    members[step] = with_value(members.get(step), rest, value)
    return members


def above_items(steps: Steps) -> Steps:
    """The place of the outermost list on the way to a place, or that place where there is none."""
    return steps[: next((at for at, step in enumerate(steps) if isinstance(step, int)), None)]


def find_all(document: Any, pattern: Pattern) -> dict[Steps, Any]:
    """Every value in a document at a place that the pattern stands for."""
    return {steps: value for steps, value in walk(document) if matches(pattern, steps)}


def walk(document: Any, above: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every value in a document with its place, the whole first."""
    yield above, document
    if isinstance(document, Mapping):
        for name, item in document.items():
            yield from walk(item, (*above, name))
    elif isinstance(document, list):
        for index, item in enumerate(document):
            yield from walk(item, (*above, index))


def leaves(document: Any) -> dict[str, Any]:
    """Every value in a document that holds no others, by path; nulls are left out.

    One that is not there, or that has nothing in it, has none.
    """
    if document is MISSING or document in ({}, []):
        return {}
    return {
        spell_path(steps): value
        for steps, value in walk(document)
        if value is not None and not (isinstance(value, Mapping | list) and value)
    }


def planted(document: Any, values: Mapping[str, Any]) -> Any:
    """A document with values at the places that ``leaves`` names; the objects and lists on the way are made."""
    for path, value in values.items():
        document = with_value(document, path, value)
    return document


def is_taken(document: Any, path: str) -> bool:
    """Whether a document already says something at a place, or has no room for it."""
    for step in steps_of(path):
        if document is UNKNOWN:
            return False
        if isinstance(document, Mapping) and isinstance(step, str):
            if step not in document:
                return False
            document = document[step]
        elif isinstance(document, list) and isinstance(step, int):
            if step >= len(document):
                return False
            document = document[step]
        else:
            return True
    return document is not UNKNOWN
