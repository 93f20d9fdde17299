"""JSON in which every number keeps every digit: int of any size, and Decimal instead of float."""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any, NoReturn


def decode(text: str | bytes) -> Any:
    """The value of a JSON document.

    Raises:
        ValueError: it is not JSON, or uses NaN or Infinity, which are not JSON either.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


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


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{type(key).__name__} cannot be a key in JSON")
    return encode_basestring_ascii(key)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def as_text(value: Any) -> str:
    """A scalar as text: 5, 1.5, true."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict | list):
        return encode(value)
    return str(value)
