"""Paths into documents: ``items[*].updatedAt``, ``labels["a.b"]``, ``labels.a\\.b``, ``**.etag``.

Declarations and users write the same language. A step that is a number leads into a list as well as to a member of
that name: ``errors.0`` and ``errors[0]`` are one place in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from provider_lib.dataclass import dataclass
from provider_lib.spec.word import word

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
    r"""(?: ^ | (?!^) \. ) (?P<name> (?: [^.\[\]"\\] | \\. )+ )
      | \[ (?P<index> \d+ | \* ) \]
      | \[ "(?P<quoted> (?: [^"\\] | \\. )* )" \]""",
    re.VERBOSE,
)


@lru_cache(maxsize=4096)  # the same few paths come back with every call
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
    if index is not None:
        return ANY if index == "*" else int(index)
    if name in _WILD:
        return _WILD[name]
    return re.sub(r"\\(.)", r"\1", name if quoted is None else quoted)


@lru_cache(maxsize=4096)
def steps_of(path: str) -> Steps:
    """The steps of a path that leads to one place.

    Raises:
        ValueError: it is not a path, or stands for several places.
    """
    steps = [step for step in parse_path(path) if not isinstance(step, _Wild)]
    if len(steps) < len(parse_path(path)):
        raise ValueError("stands for several places")
    return tuple(steps)


def spell_path(steps: Steps) -> str:
    """A path as text, which ``parse_path`` reads as the same."""
    return "".join(_spelled(step) for step in steps).removeprefix(".")


def _spelled(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step in _WILD or re.fullmatch(r'[^.\[\]"\\]+', step) is None:
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
    return bool(steps) and (first is ANY or _is_same(first, steps[0])) and matches(rest, steps[1:])


def _is_same(wanted: str | int | _Wild, step: str | int) -> bool:
    return wanted == step or (isinstance(step, int) and wanted == str(step))


@word
@dataclass(frozen=True, slots=True)
class IsPath:
    """Text must be a path into a document, or a place in it, which is a path without wildcards.

    Args:
        single: it must be a place.
        after: only what follows this beginning is a path; a text without it is not looked at.
    """

    single: bool = False
    after: str = ""

    @property
    def words(self) -> str:
        example = "`meta.next` or `items[0].id`" if self.single else "`spec.size`, `items[*].updatedAt` or `**.etag`"
        return f"a path such as {example}" + (f" after `{self.after}`" if self.after else "")

    def problems(self, value: str) -> Iterator[tuple[Steps, str]]:
        """Why it is none."""
        if not value.startswith(self.after):
            return
        try:
            (steps_of if self.single else parse_path)(value.removeprefix(self.after))
        except ValueError as error:
            yield (), f"{value!r} {error}, so it is not {self.words}"
