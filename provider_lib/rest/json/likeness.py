"""How far one value is from another: a form of it, or something else in its place. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.meaning import listed, parsed
from provider_lib.spec.numbers import read_number

_FLAGS: Final = {False: frozenset({"false", "no", "off", "0"}), True: frozenset({"true", "yes", "on", "1"})}

_TELLING: Final = "LMN"
"""Categories of characters that make a word: letters, their marks, and digits."""


def composed(value: Any) -> Any:
    """A document with its texts in Unicode's composed form, which is the one that Terraform keeps."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case dict():
            return {composed(name): composed(item) for name, item in value.items()}
        case list():
            return [composed(item) for item in value]
    return value


def may_stand_for(ours: Any, theirs: Any) -> bool:
    """Whether what a server shows can be its form of ours: it is not nothing, nor the opposite, nor a part of ours."""
    if theirs is None or is_blank(ours):
        return theirs is not None  # in the place of nothing stands a default
    if theirs == {}:
        return False
    if (flag := _flag(ours)) is not None:
        return not _FLAGS[flag].isdisjoint((as_text(theirs).casefold(), plain(theirs)))
    if isinstance(ours, list | Mapping):
        return _holds(ours, theirs)
    return theirs not in (0, "", []) or is_rounded(ours, theirs)


def is_nothing(value: Any) -> bool:
    """Whether a value is one that many servers leave out of what they show: null, empty, zero and false."""
    return is_blank(value) or (isinstance(value, int | Decimal) and value == 0)


def is_blank(value: Any) -> bool:
    """Whether a value holds nothing: null, or empty."""
    return value is None or value == {} or value == [] or (isinstance(value, str) and not value.strip())


def _holds(ours: list[Any] | Mapping[str, Any], theirs: Any) -> bool:
    """Whether a list, or a text that stands for what ours is, has all that ours has."""
    if isinstance(theirs, list):
        return len(_distinct(theirs)) >= len(_distinct(ours))
    if isinstance(theirs, Mapping):
        return False
    text = as_text(theirs)
    return alike(ours, listed(text) if isinstance(ours, list) else parsed(text))


def alike(ours: Any, theirs: Any) -> bool:
    """Whether two values differ only in how they are written: case, spaces, punctuation, order, text for a number."""
    return plain(ours) == plain(theirs)


def plain(value: Any) -> str:
    """A value without what it is only written with: case, spaces, punctuation, the order of a list."""
    if isinstance(value, list):
        return "\n".join(sorted(map(plain, value)))
    if isinstance(value, Mapping):
        return "\n".join(sorted(f"{plain(name)}\t{plain(item)}" for name, item in value.items()))
    if (number := _number(value)) is not None:
        return _digits(number)
    text = unicodedata.normalize("NFKC", as_text(value)).casefold()
    return "".join(char for char in text if unicodedata.category(char)[0] in _TELLING) or text.strip()


def is_rounded(ours: Any, theirs: Any) -> bool:
    """Whether a number is another one with fewer digits after the point."""
    exact, rounded = _number(ours), _number(theirs)
    if exact is None or rounded is None:
        return False
    return abs(exact - rounded) < Decimal(1).scaleb(int(rounded.as_tuple().exponent))


def _digits(number: Decimal) -> str:
    """A number as all that writes it otherwise is written, whatever its exponent."""
    sign, digits, exponent = number.as_tuple()
    written = "".join(map(str, digits))
    short = written.rstrip("0")
    assert isinstance(exponent, int)
    return f"{'-' * sign}{short}e{exponent + len(written) - len(short)}" if short else "0"


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.casefold()) if isinstance(value, str) else None


def _distinct(items: Any) -> set[str]:
    return {as_text(item) for item in items}


def _number(value: Any) -> Decimal | None:
    if not isinstance(value, int | Decimal | str):
        return None
    try:
        return read_number(str(value))  # which no flag is
    except ValueError:
        return None
