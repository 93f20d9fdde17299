"""Whether the values that a declaration gives for a field are values of that field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from provider_lib.spec.field import Field
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type


def misfits(field: Field, value: Any) -> Iterator[str]:
    """Why a field cannot have a value: ", " and what is wrong with it."""
    if not is_of(value, field.type):
        yield f"which is no {words_of(field.type)}{', written as a list' if isinstance(field.type, Set) else ''}"
        return
    yield from _misfits_inside(field.type, value)
    for check in field.checks:
        for _, problem in check.problems(value):
            yield f"which breaks its rule: {problem}"


def _misfits_inside(kind: Type, value: Any) -> Iterator[str]:
    """Why the fields inside a field cannot have the values in its value."""
    if isinstance(kind, List | Set):
        for item in value:
            yield from _misfits_inside(kind.of, item)
    if isinstance(kind, Object):
        for name, field in kind.fields.items():
            if name in value:
                yield from (f"in which {name} is {value[name]!r}, {what}" for what in misfits(field, value[name]))
            elif field.is_required:
                yield f"which lacks {name}"


def is_of(value: Any, kind: Type) -> bool:
    """Whether a value is of a type, at any depth."""
    match kind:
        case String():
            return isinstance(value, str)
        case Number():
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case Bool():
            return isinstance(value, bool)
        case List(of=item) | Set(of=item):
            return isinstance(value, list) and all(is_of(part, item) for part in value)
        case Map(of=item):
            return isinstance(value, Mapping) and all(is_of(part, item) for part in value.values())
        case Object():
            return isinstance(value, Mapping) and value.keys() <= kind.fields.keys()
        case Dynamic():
            return True


def words_of(kind: Type) -> str:
    """A type as it is annotated."""
    match kind:
        case String():
            return "str"
        case Number():
            return "int"
        case Bool():
            return "bool"
        case List(of=item):
            return f"list[{words_of(item)}]"
        case Set(of=item):
            return f"set[{words_of(item)}]"
        case Map(of=item):
            return f"dict[str, {words_of(item)}]"
        case Object():
            return f"dict with {', '.join(kind.fields)}"
        case Dynamic():
            return "value"
