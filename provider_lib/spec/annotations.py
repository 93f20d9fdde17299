"""From Python annotations to types and checks."""

from __future__ import annotations

import types
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from provider_lib.errors import DeclarationError
from provider_lib.spec.checks import Check, Each, NoNulls, OneOf
from provider_lib.spec.fields import Field
from provider_lib.spec.schema import attributes_of
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type

_SCALARS: dict[Any, Type] = {
    str: String(),
    bool: Bool(),
    int: Number(),
    Decimal: Number(),
    Any: Dynamic(),
}


class Nested:
    """Base of a group of fields inside a field; becomes a nested attribute."""


def fields_of(declared: type) -> dict[str, Field]:
    """The fields of a declared class in the order in which they are written, bases first.

    Raises:
        DeclarationError: an annotation is not one of the types of ``spec.types``.
    """
    hints = get_type_hints(declared, include_extras=True)
    found: dict[str, Field] = {}
    for base in reversed(declared.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, Field):
                found[name] = _complete(declared, name, value, hints[name])
    return found


def _complete(declared: type, name: str, field: Field, hint: Any) -> Field:
    kind, checks, nullable = _read(declared, name, hint)
    return replace(
        field,
        name=name,
        type=kind,
        nullable=nullable,
        same="set" if isinstance(kind, Set) else field.same,
        checks=(*checks, *field.checks),
    )


def _read(declared: type, name: str, hint: Any) -> tuple[Type, tuple[Check, ...], bool]:
    """Type, checks and nullability of one annotation."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        kind, checks, nullable = _read(declared, name, arguments[0])
        return kind, (*checks, *arguments[1:]), nullable
    if origin in (Union, types.UnionType):
        inner = [item for item in arguments if item is not type(None)]
        if len(inner) == 1:
            kind, checks, _ = _read(declared, name, inner[0])
            return kind, checks, True
    if origin is Literal:
        return String(), (OneOf(tuple(str(item) for item in arguments)),), False
    if origin in (list, set):
        item, rules, _ = _read(declared, name, arguments[0])
        return (List if origin is list else Set)(item), (NoNulls(), *map(Each, rules)), False
    if origin is dict and arguments[0] is str:
        item, rules, _ = _read(declared, name, arguments[1])
        return Map(item), (NoNulls(), *map(Each, rules)), False
    if isinstance(hint, type) and issubclass(hint, Nested):
        return Object(attributes_of(fields_of(hint)), fields_of(hint)), (), False
    if hint in _SCALARS:
        return _SCALARS[hint], (), False
    raise DeclarationError(
        f"{declared.__name__}.{name} has a type that cannot be declared",
        f"{hint!r} is none of str, bool, int, Decimal, Any, list, set, dict[str, ...], Literal or a Nested class.",
    )
