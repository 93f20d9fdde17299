"""From Python annotations to types and checks."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from provider_lib.dataclass import replace
from provider_lib.errors import DeclarationError
from provider_lib.spec.checks import Check, Each, NoNulls, OneOf
from provider_lib.spec.field import Field
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
        DeclarationError: a field has no annotation, or one that is not one of the types of ``spec.types``.
    """
    fields = {
        name: value
        for base in reversed(declared.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, Field)
    }
    return {name: _complete(declared, name, field) for name, field in fields.items()}


def nested_in(owner: type) -> list[type[Nested]]:
    """The classes of the fields inside the fields of a class, at any depth.

    Raises:
        DeclarationError: a field has no type, or one that cannot be read.
    """
    found: list[type[Nested]] = []
    _collect_nested(owner, found)
    return found


def _collect_nested(owner: type, found: list[type[Nested]]) -> None:
    names = [name for base in owner.__mro__ for name, value in vars(base).items() if isinstance(value, Field)]
    for nested in (item for name in names for item in _nested_parts(annotation_of(owner, name))):
        if nested not in found:
            found.append(nested)
            _collect_nested(nested, found)


def _nested_parts(hint: Any) -> Iterator[type[Nested]]:
    if _is_nested(hint):
        yield hint
    for part in get_args(hint):
        yield from _nested_parts(part)


def _complete(declared: type, name: str, field: Field) -> Field:
    kind, checks, nullable = _read(declared, name, annotation_of(declared, name))
    if not isinstance(field.checks, tuple):
        what = f"{title_of(declared)}.{name} has {field.checks!r} for `checks`"
        raise DeclarationError(what, "They are a tuple: `checks=(Length(1),)`.")
    return replace(
        field,
        name=name,
        type=kind,
        nullable=nullable,
        same="set" if isinstance(kind, Set) and field.same == "exact" else field.same,
        checks=(*checks, *field.checks),
    )


def annotation_of(declared: type, name: str) -> Any:
    """What is annotated for a field by the nearest class that does; a field of a base may be written without."""
    for base in declared.__mro__:
        if name in vars(base).get("__annotations__", {}):
            return _evaluated(base, name)
    raise DeclarationError(f"{title_of(declared)}.{name} has no type", f"Write one: `{name}: str = ...`.")


@cache
def _evaluated(base: type, name: str) -> Any:
    written = vars(base)["__annotations__"][name]
    if not isinstance(written, str):
        return written
    try:
        return eval(written, vars(sys.modules[base.__module__]), dict(vars(base)))
    except Exception as error:
        raise DeclarationError(
            f"{title_of(base)}.{name} has a type that cannot be read: {written}", f"{type(error).__name__}: {error}"
        ) from None


def title_of(declared: type) -> str:
    """A declared class in messages: the module, since several systems have a ``Connector``, and the class."""
    return f"{declared.__module__.rpartition('.')[2]}.{declared.__name__}"


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
    if origin is Literal and all(isinstance(item, str) for item in arguments):
        return String(), (OneOf(arguments),), False
    if origin in (list, set):
        item, rules, _ = _read(declared, name, arguments[0])
        return (List if origin is list else Set)(item), (NoNulls(), *map(Each, rules)), False
    if origin is dict and arguments[0] is str:
        item, rules, _ = _read(declared, name, arguments[1])
        return Map(item), (NoNulls(), *map(Each, rules)), False
    if _is_nested(hint):
        return _group(hint), (), False
    for scalar, kind in _SCALARS.items():
        if hint is scalar:
            return kind, (), False
    raise DeclarationError(
        f"{title_of(declared)}.{name} has a type that cannot be declared: {_spelled(hint)}",
        "It must be one of str, bool, int, Decimal, Any, list[...], set[...], dict[str, ...], a Literal of texts, a "
        "class derived from Nested, or one of these with `| None`.",
    )


def _spelled(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)


def _is_nested(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Nested)


@cache
def _group(nested: type) -> Object:
    if nested in nested_in(nested):
        raise DeclarationError(f"{title_of(nested)} is a field of itself", "Terraform has no endless types.")
    fields = fields_of(nested)
    return Object(attributes_of(fields), fields)
