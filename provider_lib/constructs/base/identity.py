"""What names the object of a construct at its API, as far as that is known before it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from provider_lib.constructs.base.tokens import is_token
from provider_lib.spec import Field
from provider_lib.spec.calls import Call
from provider_lib.spec.resource import Resource
from provider_lib.spec.types import Object

Identity = Mapping[str, Any]
"""What an object is named by -> its value, which may be one that only Terraform knows."""

PLACE: Final = "at"
"""What an identity calls the path, and all else, of the call that reads or finds an object."""

_ENTRY = re.compile(r"\w+")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def identity_of(declaration: type[Resource], values: Mapping[str, Any]) -> Identity | None:
    """What names the object; None when only the server will say.

    That is what its import id is made of, or, where the server gives an id, the call that reads it without one or what
    finds it in a list.

    Args:
        declaration: of the resource.
        values: its arguments as they are synthesized.
    """
    fields = declaration.fields()
    given = {name: _value(fields[name], values) for name in declaration.identity_fields() if fields[name].is_input}
    if len(given) == len(declaration.identity_fields()):
        return given
    if any(isinstance(item.type, Object) and is_token(values.get(name)) for name, item in fields.items()):
        return None
    whole = _completed(fields, values)
    api = declaration.api_for(whole)
    if isinstance(api.read, Call) and _is_known(api.read, fields):
        return given | {PLACE: _place(api.read, whole)}
    if api.find is None:
        return None
    named = {name: _looked_up(name, whole) for name in api.find.match}
    place = "".join([_place(api.find.call, whole), *(f" {path}" for path in api.find.match.values())])
    return None if None in named.values() else given | named | {PLACE: place}


def _value(field: Field, values: Mapping[str, Any]) -> Any:
    return values.get(field.name, field.default)


def _completed(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with null, or the default, for what is left out, as a declaration expects them."""
    whole = {}
    for name, item in fields.items():
        value = values.get(name, item.default if isinstance(item.default, str | int) else None)
        inner = item.type.fields if isinstance(item.type, Object) else {}
        whole[name] = _completed(inner, value) if inner and isinstance(value, Mapping) else value
    return whole


def _is_known(call: Call, fields: Mapping[str, Field]) -> bool:
    mentioned = _PLACEHOLDER.findall(str([call.path, call.query, call.headers, call.body, call.amends]))
    return all(name in fields and fields[name].is_input for name in mentioned)


def _place(call: Call, values: Mapping[str, Any]) -> str:
    """What a call asks for, with the values in its path and all else as it is declared."""
    path = _PLACEHOLDER.sub(lambda found: str(values.get(found[1])), call.path)
    more = [dict(call.query), dict(call.headers), call.body, call.amends]
    return " ".join([path, *(str(part) for part in more if part)])


def _looked_up(name: str, values: Any) -> Any:
    """The value of a field, or of an entry of a map: ``search[value]``."""
    for part in _ENTRY.findall(name):
        values = values.get(part) if isinstance(values, Mapping) else None
    return values
