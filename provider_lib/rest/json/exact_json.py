"""JSON in which every number keeps every digit: int of any size, and Decimal instead of float."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring_ascii
from typing import Any, Final, NoReturn

from provider_lib.spec.numbers import MOST_DIGITS, as_whole, is_writable

DEEPEST: Final = 100
"""Levels of lists and objects within each other. Everything here that goes down a document is recursive."""

MOST_VALUES: Final = 2_000_000
"""Values in a document. Decoded, one of a few bytes takes a hundred, and some time."""

REPLACEMENT: Final = "\ufffd"
"""Stands where a text has half of a surrogate pair, which is no character and cannot be stored."""

_HALF = re.compile("[\ud800-\udfff]")


class TooMuch(ValueError):
    """A document that is JSON, but of a kind that is not read; the message says of which."""


def decode(text: str | bytes) -> Any:
    """The value of a JSON document. Of members with the same name the last one counts.

    Raises:
        TooMuch: it is nested more deeply, has more values, or a number with more digits, than anything that is meant.
        ValueError: it is not JSON, or uses NaN or Infinity, which are not JSON either.
    """
    if (text.count(",") if isinstance(text, str) else text.count(b",")) > MOST_VALUES:
        raise TooMuch(f"JSON with more than {MOST_VALUES} values")
    try:
        value = json.loads(text, parse_float=_decimal, parse_int=_integer, parse_constant=_refuse)
    except RecursionError:
        raise _too_deep() from None
    _refuse_deep(value)
    return _whole_characters(value) if _may_have_halves(text) else value


def _integer(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise TooMuch(f"a number of {len(digits)} digits")
    return int(digits)


def _decimal(text: str) -> Decimal:
    """The number that JSON spells; ``spec.numbers.read_number`` reads what people write, such as ``+5`` and `` 5 ``."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise TooMuch("a number with a huge exponent") from None
    if not is_writable(number):
        raise TooMuch(f"a number of more than {MOST_DIGITS} digits")
    return number


def _refuse_deep(value: Any) -> None:
    level: Iterable[Any] = [value]
    for _ in range(DEEPEST):
        level = [item for holder in level for item in _items(holder) if isinstance(item, dict | list)]
        if not level:
            return
    raise _too_deep()


def _items(holder: Any) -> Iterable[Any]:
    if isinstance(holder, dict):
        return holder.values()
    return holder if isinstance(holder, list) else ()


def _too_deep() -> TooMuch:
    return TooMuch(f"JSON nested more than {DEEPEST} levels deep")


def _may_have_halves(text: str | bytes) -> bool:
    return ("\\ud" in text or "\\uD" in text) if isinstance(text, str) else (b"\\ud" in text or b"\\uD" in text)


def _whole_characters(value: Any) -> Any:
    match value:
        case str():
            return _HALF.sub(REPLACEMENT, value)
        case dict():
            return {_whole_characters(name): _whole_characters(item) for name, item in value.items()}
        case list():
            return [_whole_characters(item) for item in value]
    return value


def encode(value: Any) -> str:
    """A value as compact JSON. ``json.dumps`` has no way to write a Decimal as a number, hence these lines.

    Raises:
        TypeError: the value holds something that JSON has no form for, a float among them.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal() if value.is_finite():
            return str(value)
        case str():
            return encode_basestring_ascii(value)
        case dict():
            return "{" + ",".join(f"{_key(key)}:{encode(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(encode, value)) + "]"
    raise TypeError(f"{type(value).__name__} has no exact form in JSON")


def in_order(value: Any) -> Any:
    """A value with its members by name, so that it is written in one way only."""
    match value:
        case dict():
            return {name: in_order(value[name]) for name in sorted(value)}
        case list() | tuple():
            return [in_order(item) for item in value]
    return value


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{type(key).__name__} cannot be a key in JSON")
    return encode_basestring_ascii(key)


def _refuse(word: str) -> NoReturn:
    raise TooMuch(f"{word}, which no JSON has")


def as_text(value: Any) -> str:
    """A scalar as text: 5, 1.50, true; 5 also for 5.0 and 50e-1, as some servers write what they count or number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        whole = as_whole(value)
        return str(whole) if isinstance(whole, int) else format(whole, "f")
    if isinstance(value, dict | list):
        return encode(value)
    return str(value)
