"""JSON values that are written as texts, as a map of texts has them. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeGuard

from provider_lib.rest.json.exact_json import as_text, decode


def meaning(text: str) -> Any:
    """The JSON value that a text stands for where nothing else tells its type.

    That is what JSON has for ``true``, a number as it is usually written, a list and an object; a text in quotes for
    what would be one of those without them; and the text itself for anything else, ``007`` and ``1e5`` among them.
    """
    value = parsed(text)
    match value:
        case None:
            return text
        case bool() | list() | dict():
            return value
        case int() | Decimal():
            return value if as_text(value) == text else text
        case _:  # what was in quotes, or is no JSON
            return value if value != text and meaning(value) != value else text


def parsed(text: str) -> Any:
    """The value of a text that is a JSON document; else the text."""
    try:
        return decode(text)
    except ValueError:
        return text


def listed(text: str) -> list[Any]:
    """The items of a list, as JSON has it or with commas between them."""
    value = meaning(text)
    return value if isinstance(value, list) else [item.strip() for item in text.split(",")]


def joined(items: list[Any]) -> str:
    """The items of a list with commas between them."""
    return ",".join(map(as_text, items))


def is_flat(value: Any) -> TypeGuard[list[Any]]:
    """Whether a value is a list of scalars."""
    return isinstance(value, list) and not any(item is None or isinstance(item, list | dict) for item in value)
