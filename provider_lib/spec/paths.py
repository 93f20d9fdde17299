"""Paths into documents, as users write them: ``items[*].updatedAt``, ``labels["a.b"]``, ``**.etag``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Steps = tuple[str | int, ...]
"""Where in a document: member names and list indices, outermost first; () is the whole."""


class _Wild:
    """A step that stands for others."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


ANY: Final = _Wild("*")
"""Any one step."""
DEEP: Final = _Wild("**")
"""Any number of steps, none among them."""

Pattern = tuple[str | int | _Wild, ...]

_WILD: Final = {"*": ANY, "**": DEEP}
_STEP: Final = re.compile(
    r"""(?: ^ | (?!^) \. ) (?P<name> [^.\[\]"]+ )
      | \[ (?P<index> \d+ | \* ) \]
      | \[ "(?P<quoted> (?: [^"\\] | \\. )* )" \]""",
    re.VERBOSE,
)


def parse_path(text: str) -> Pattern:
    """The steps of a path; "" is the whole document.

    Raises:
        ValueError: it is not a path.
    """
    steps: list[str | int | _Wild] = []
    at = 0
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None:
            raise ValueError(f"cannot be read from {text[at:]!r} on")
        steps.append(_step(match))
        at = match.end()
    return tuple(steps)


def _step(match: re.Match[str]) -> str | int | _Wild:
    name, index, quoted = match["name"], match["index"], match["quoted"]
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted)
    if index is not None:
        return ANY if index == "*" else int(index)
    return _WILD.get(name, name)


def spell_path(steps: Steps) -> str:
    """A path as text, which ``parse_path`` reads as the same."""
    return "".join(_spelled(step) for step in steps).removeprefix(".")


def _spelled(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step in _WILD or re.fullmatch(r'[^.\[\]"]+', step) is None:
        escaped = re.sub(r'(["\\])', r"\\\1", step)
        return f'["{escaped}"]'
    return f".{step}"


def matches(pattern: Pattern, steps: Steps) -> bool:
    """Whether a pattern stands for exactly this place."""
    if not pattern:
        return not steps
    first, rest = pattern[0], pattern[1:]
    if first is DEEP:
        return matches(rest, steps) or (bool(steps) and matches(pattern, steps[1:]))
    return bool(steps) and (first is ANY or first == steps[0]) and matches(rest, steps[1:])


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


@dataclass(frozen=True, slots=True)
class IsPath:
    """Text must be a path into a document."""

    words: str = "a path such as `spec.size`, `items[*].updatedAt` or `**.etag`"

    def problems(self, value: str) -> Iterator[tuple[Steps, str]]:
        """Why it is none."""
        try:
            parse_path(value)
        except ValueError as error:
            yield (), f"{value!r} {error}, so it is not {self.words}"
