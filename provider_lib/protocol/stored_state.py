"""State as Terraform stores it: JSON in which every number keeps every digit."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any, Final

from provider_lib.contract import Values
from provider_lib.errors import StateError
from provider_lib.spec.numbers import as_whole, read_number
from provider_lib.spec.schema import Schema
from provider_lib.spec.types import List, Map, Object, Set, Type

_BROKEN: Final = (
    "What is stored of it is no object in JSON, or has a number of more digits than anything that is meant. Restore "
    "the state from a backup; without one, remove the object from the state and import it again."
)


def stored_attributes(stored: bytes) -> AbstractSet[str]:
    """The names of the attributes that stored state has; numbers are not looked at."""
    return _loaded(stored, str, str).keys()


def load_state(stored: bytes) -> Values:
    """Read stored state: a number is an int or a Decimal."""
    return _loaded(stored, _integer, read_number)


def _loaded(stored: bytes, parse_int: Callable[[str], Any], parse_float: Callable[[str], Any]) -> dict[str, Any]:
    try:
        state = json.loads(stored, parse_int=parse_int, parse_float=parse_float)
    except (ValueError, RecursionError) as error:
        raise StateError("The state of this object cannot be read", _BROKEN) from error
    if not isinstance(state, dict):
        raise StateError("The state of this object cannot be read", _BROKEN)
    return state


def dump_state(state: Values, schema: Schema) -> bytes:
    """Write state for storing; what the schema does not know, or forbids to store, is left out."""
    return json.dumps(_known(state, Object(schema.attributes)), default=_exact_number).encode()


def _integer(text: str) -> int | Decimal:
    return as_whole(read_number(text))


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
