"""State as Terraform stores it: JSON in which every number keeps every digit."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any, Final

from provider_lib.contract import Values
from provider_lib.spec.schema import Schema
from provider_lib.spec.types import List, Map, Object, Set, Type

MOST_DIGITS: Final = 4300
"""Python makes no int of a longer text."""


def stored_attributes(stored: bytes) -> AbstractSet[str]:
    """The names of the attributes that stored state has; numbers are not looked at."""
    state: dict[str, Any] = json.loads(stored, parse_int=str, parse_float=str)
    return state.keys()


def load_state(stored: bytes) -> Values:
    """Read stored state: a number is an int or a Decimal."""
    state: Values = json.loads(stored, parse_int=_integer, parse_float=Decimal)
    return state


def dump_state(state: Values, schema: Schema) -> bytes:
    """Write state for storing; what the schema does not know, or forbids to store, is left out."""
    return json.dumps(_known(state, Object(schema.attributes)), default=_exact_number).encode()


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) < MOST_DIGITS else Decimal(text)


def _exact_number(value: object) -> str:
    """Terraform reads a number from text, too, and then keeps every digit."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _known(value: Any, kind: Type) -> Any:
    """The part of a value that its type has a place for."""
    match kind, value:
        case Object(attributes=attributes), dict():
            return {
                name: _known(item, attributes[name].type) for name, item in value.items() if _stored(attributes, name)
            }
        case List(of=of) | Set(of=of), list():
            return [_known(item, of) for item in value]
        case Map(of=of), dict():
            return {key: _known(item, of) for key, item in value.items()}
        case _:
            return value


def _stored(attributes: Any, name: str) -> bool:
    return name in attributes and not attributes[name].write_only
