"""Writing the configuration of what is there already, as somebody would have written it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.rest.mapping.defaults import default_of
from provider_lib.spec import Field, Resource
from provider_lib.spec.types import List, Map, Object, Set, Type


def generate_config(resource: type[Resource], state: Values) -> Values:
    """The configuration that plans nothing for an object with this state: no secret, and nothing that goes unsaid."""
    return {
        name: _value(field.type, state[name]) if _is_told(field, state[name], default_of(field, state)) else None
        for name, field in resource.fields().items()
    }


def _is_told(field: Field, value: Any, default: Any) -> bool:
    """Whether a configuration has to give a value."""
    return field.is_input and not field.write_only and (field.is_required or value != default)


def _value(kind: Type, value: Any) -> Any:
    """A value without what only the server can say."""
    match kind:
        case _ if value is None:
            return None
        case Object(fields=fields):
            return {name: _member(field, value[name]) for name, field in fields.items()}
        case List(of=of) | Set(of=of):
            return [_value(of, item) for item in value]
        case Map(of=of) if isinstance(value, Mapping):
            return {key: _value(of, item) for key, item in value.items()}
        case _:
            return value


def _member(field: Field, value: Any) -> Any:
    return _value(field.type, value) if field.is_input and not field.write_only else None
