"""Whether the attributes of a declared class mean something, and are what they must be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, get_args

from provider_lib.spec.annotations import Nested, annotation_of, title_of
from provider_lib.spec.api import Validation
from provider_lib.spec.consistency.scope import Scope
from provider_lib.spec.consistency.systems import NAME
from provider_lib.spec.consistency.words import Kind, annotation, kind_of
from provider_lib.spec.field import Field
from provider_lib.spec.resource import Action, DataSource, Declared, Resource
from provider_lib.spec.slip import Slips, nearest, slip

KINDS: Final = (Resource, DataSource, Action)
BASES: Final = frozenset({object, Declared, Nested, *KINDS})
RESERVED: Final = frozenset({"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"})
"""What Terraform itself takes in every block."""

MISSING: Final = object()


def slips(declared: type[Declared]) -> Slips:
    """What is wrong with the names of a declared class's attributes, and of those of its nested fields."""
    where, kind = title_of(declared), kind_of_declaration(declared)
    if NAME.fullmatch(declared.type_name) is None:
        instead = "Use lower-case letters and digits, with single _ between."
        yield slip(where, f"has the name {declared.type_name!r}", instead)
    known = [name for base in (kind, Declared) for name in {**vars(base), **base.__annotations__}]
    for name in declared.fields():
        instead = f"Call it otherwise, with `wire={name!r}`."
        if name in known:
            yield slip(f"{where}.{name}", f"hides what every {kind.__name__} has under this name", instead)
        if name in RESERVED:
            yield slip(f"{where}.{name}", "has a name that Terraform keeps for itself", instead)
    yield from _idle(declared, known)
    for nested in _nested(declared):
        yield from _idle(nested, [])


def slips_of_words(declared: type[Declared], scope: Scope) -> Slips:
    """What is wrong with the values of a declared class's attributes."""
    for name, kind in _attributes(kind_of_declaration(declared)).items():
        value = getattr(declared, name, MISSING)
        if value is MISSING:
            yield slip(title_of(declared), f"has no `{name}`", f"It must be {kind.words}.")
        elif not isinstance(value, Field):
            fitting = scope.of_validation(value) if isinstance(value, Validation) else scope
            yield from kind.slips(value, fitting, f"{title_of(declared)}.{name}")


def kind_of_declaration(declared: type[Declared]) -> type:
    """Resource, DataSource or Action."""
    return next(kind for kind in KINDS if issubclass(declared, kind))


@cache
def _attributes(kind: type) -> dict[str, Kind]:
    """What the attributes of a kind of declaration must be."""
    return {name: kind_of(annotation(kind, name)) for name in kind.__annotations__}


def _idle(owner: type, known: list[str]) -> Slips:
    """Attributes that nobody asks for, and fields that are none."""
    fields = _field_names(owner)
    visible = [name for name in fields if isinstance(getattr(owner, name), Field)]
    for base in owner.__mro__:
        for name in {**vars(base), **vars(base).get("__annotations__", {})} if base not in BASES else ():
            where = f"{title_of(owner)}.{name}"
            if name in fields:
                if name not in visible and not isinstance(vars(base).get(name), Field):
                    yield slip(where, "hides a field", "Declare it anew with required(...) or another word.")
            elif name not in known and not name.startswith("_"):
                what = "means nothing" if name in vars(base) else "has a type, but is no field"
                close = nearest(name, known)
                instead = f"Did you mean `{close}`?" if close else "A field is made by required(...) or another word."
                yield slip(where, what, instead)


def _field_names(owner: type) -> list[str]:
    return [name for base in owner.__mro__ for name, value in vars(base).items() if isinstance(value, Field)]


def _nested(owner: type) -> list[type[Nested]]:
    """The classes of the fields inside its fields, at any depth."""
    direct = [nested for name in _field_names(owner) for nested in _nested_in(annotation_of(owner, name))]
    return list(dict.fromkeys([*direct, *(deeper for nested in direct for deeper in _nested(nested))]))


def _nested_in(hint: Any) -> Iterator[type[Nested]]:
    if isinstance(hint, type) and issubclass(hint, Nested):
        yield hint
    for part in get_args(hint):
        yield from _nested_in(part)
