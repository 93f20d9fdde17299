"""Rules a value must obey, checked at synth, at validate and written into the reference."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sized
from datetime import datetime
from typing import Any, Protocol

from provider_lib.dataclass import dataclass
from provider_lib.errors import Path
from provider_lib.sealing import is_recipient
from provider_lib.spec.types import UNKNOWN
from provider_lib.spec.word import word

Problem = tuple[Path, str]
"""Where below the attribute, and what is wrong there."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
_DURATION = re.compile(r"(?:(\d{1,6})h)?(?:(\d{1,7})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,12})ms)?")
"""Up to a century: what is longer than three no clock of the system can count."""


_LONGEST_QUOTED = 100
"""Characters."""


def _quoted(value: str) -> str:
    """A value in quotes, cut where nobody reads on."""
    return repr(value) if len(value) <= _LONGEST_QUOTED else f"{value[:_LONGEST_QUOTED]!r}..."


class Check(Protocol):
    """One rule: what is wrong with a known value, and the rule in words.

    Items of a list or set and entries of a map may be UNKNOWN: they break no rule.
    """

    @property
    def words(self) -> str:
        """The rule for the reference, as the end of "must be ..."."""
        ...

    def problems(self, value: Any) -> Iterator[Problem]:
        """Every way in which ``value`` breaks the rule."""
        ...


@word
@dataclass(frozen=True, slots=True)
class Pattern:
    """Text must match a regular expression from end to end."""

    regex: str
    words: str

    def problems(self, value: str) -> Iterator[Problem]:
        if re.fullmatch(self.regex, value) is None:
            yield (), f"{_quoted(value)} must be {self.words}"


@word
@dataclass(frozen=True, slots=True)
class Length:
    """Text must have so many characters."""

    min: int = 0
    max: int | None = None

    @property
    def words(self) -> str:
        unit = "character" if (self.max or self.min) == 1 else "characters"
        if self.max is None:
            return f"at least {self.min} {unit} long"
        if self.min == 0:
            return f"at most {self.max} {unit} long"
        return f"{self.min} to {self.max} {unit} long"

    def problems(self, value: str) -> Iterator[Problem]:
        size = len(value)
        if size < self.min or (self.max is not None and size > self.max):
            yield (), f"must be {self.words}, this one has {size}"


@word
@dataclass(frozen=True, slots=True)
class OneOf:
    """A value must be one of a closed set."""

    values: tuple[str, ...]

    @property
    def words(self) -> str:
        return "one of " + ", ".join(self.values)

    def problems(self, value: str) -> Iterator[Problem]:
        if value not in self.values:
            yield (), f"{_quoted(value)} must be {self.words}"


@word
@dataclass(frozen=True, slots=True)
class Between:
    """A number must lie in a range, ends included."""

    min: int
    max: int

    @property
    def words(self) -> str:
        return f"from {self.min} to {self.max}"

    def problems(self, value: int) -> Iterator[Problem]:
        if not self.min <= value <= self.max:
            yield (), f"must be {self.words}, not {value}"


@word
@dataclass(frozen=True, slots=True)
class NotEmpty:
    """A list or set must have at least one item."""

    words: str = "a list of at least one item"

    def problems(self, value: Sized) -> Iterator[Problem]:
        if not value:
            yield (), f"must be {self.words}"


@word
@dataclass(frozen=True, slots=True)
class MapSize:
    """A map must keep to limits on its number of keys and on the bytes of keys and values."""

    max_keys: int
    max_key_bytes: int
    max_value_bytes: int

    @property
    def words(self) -> str:
        return (
            f"a map of at most {self.max_keys} keys, a key at most {self.max_key_bytes} bytes "
            f"and a value at most {self.max_value_bytes} bytes"
        )

    def problems(self, value: Mapping[str, Any]) -> Iterator[Problem]:
        if len(value) > self.max_keys:
            yield (), f"has {len(value)} keys, at most {self.max_keys} are allowed"
        for key, item in value.items():
            if len(key.encode()) > self.max_key_bytes:
                yield (key,), f"the key is longer than {self.max_key_bytes} bytes"
            if isinstance(item, str) and len(item.encode()) > self.max_value_bytes:
                yield (key,), f"the value is longer than {self.max_value_bytes} bytes"


@word
@dataclass(frozen=True, slots=True)
class IsDuration:
    """Text must be a duration such as ``90s``, ``5m`` or ``1h30m``."""

    words: str = "a duration such as 90s, 5m or 1h30m"

    def problems(self, value: str) -> Iterator[Problem]:
        if seconds(value) is None:
            yield (), f"{_quoted(value)} must be {self.words}"


@word
@dataclass(frozen=True, slots=True)
class IsTime:
    """Text must be a moment with date, time of day and zone (RFC 3339)."""

    words: str = "a moment such as 2030-12-31T23:00:00Z"

    def problems(self, value: str) -> Iterator[Problem]:
        if _TIME.fullmatch(value) is None or moment(value) is None:
            yield (), f"{_quoted(value)} must be {self.words}"


@word
@dataclass(frozen=True, slots=True)
class IsJson:
    """Text must be a JSON document, or one of a few words that stand for one."""

    or_one_of: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return " or ".join([*self.or_one_of, "a JSON document"])

    def problems(self, value: str) -> Iterator[Problem]:
        if value in self.or_one_of:
            return
        try:
            json.loads(value)
        except ValueError as error:
            yield (), f"must be {self.words}: {error}"


@word
@dataclass(frozen=True, slots=True)
class IsRecipient:
    """Text must be an age recipient, to whom secrets can be sealed."""

    words: str = "an age recipient such as `sluice key init` prints (age1...)"

    def problems(self, value: str) -> Iterator[Problem]:
        if not is_recipient(value):
            # An identity, given by mistake, must not be quoted.
            yield (), f"{value[:8]!r}... must be {self.words}"


@word
@dataclass(frozen=True, slots=True)
class Each:
    """Every item of a list or set, or every value of a map, must obey a rule."""

    rule: Check

    @property
    def words(self) -> str:
        return f"made of items that are {self.rule.words}"

    def problems(self, value: Iterable[Any] | Mapping[str, Any]) -> Iterator[Problem]:
        items = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
        for key, item in items:
            for _, what in () if item is UNKNOWN or item is None else self.rule.problems(item):
                yield () if key is None else (key,), what  # an item of a set has no place of its own


@word
@dataclass(frozen=True, slots=True)
class Keys:
    """Every key of a map must obey a rule."""

    rule: Check

    @property
    def words(self) -> str:
        return f"a map whose keys are {self.rule.words}"

    def problems(self, value: Mapping[str, Any]) -> Iterator[Problem]:
        for key in value:
            for _, what in self.rule.problems(key):
                yield (key,), what


@word
@dataclass(frozen=True, slots=True)
class NoNulls:
    """A map, list or set must not hold null values."""

    words: str = "free of null values"

    def problems(self, value: Iterable[Any] | Mapping[str, Any]) -> Iterator[Problem]:
        if isinstance(value, Mapping):
            yield from (((key,), "is null; leave the key out instead") for key, item in value.items() if item is None)
        elif any(item is None for item in value):
            yield (), "holds a null; leave it out instead"


@word
@dataclass(frozen=True, slots=True)
class NoEmptyValues:
    """A map must not hold empty text, because the server refuses it; it holds for the secrets of the map as well."""

    words: str = "free of empty values"

    def problems(self, value: Mapping[str, Any]) -> Iterator[Problem]:
        for key, item in value.items():
            if item == "":
                yield (key,), "is empty, and the server refuses an empty value; leave the key out instead"


@word
@dataclass(frozen=True, slots=True)
class HasKeys:
    """A map must have certain keys."""

    keys: tuple[str, ...]

    @property
    def words(self) -> str:
        return "a map with " + ", ".join(f"`{key}`" for key in self.keys)

    def problems(self, value: Mapping[str, Any]) -> Iterator[Problem]:
        for key in self.keys:
            if key not in value:
                yield (), f"has no {key}"


def seconds(duration: str) -> float | None:
    """The length of a duration such as ``1h30m`` in seconds; None when it is not one."""
    match = _DURATION.fullmatch(duration)
    if match is None or not duration:
        return None
    hours, minutes, secs, millis = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + secs + millis / 1000


def moment(text: str) -> datetime | None:
    """The moment that text such as ``2030-12-31T23:00:00Z`` names; None when it names none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
