"""Whether the attributes of a declared class mean something, and are what they must be."""

from __future__ import annotations

from functools import cache
from typing import Final

from provider_lib.spec.annotations import Nested, nested_in, title_of
from provider_lib.spec.api import Validation
from provider_lib.spec.consistency import field_names
from provider_lib.spec.consistency.field_names import NAME
from provider_lib.spec.consistency.scope import Scope
from provider_lib.spec.consistency.words import Kind, annotation, kind_of
from provider_lib.spec.field import Field
from provider_lib.spec.resource import Action, DataSource, Declared, Ephemeral, Resource
from provider_lib.spec.slip import Slips, nearest, slip

KINDS: Final = (Resource, DataSource, Action, Ephemeral)
BASES: Final = frozenset({object, Declared, Nested, *KINDS})
MISSING: Final = object()


def misnamed(declared: type[Declared]) -> Slips:
    """What is wrong with the names of a declaration and of its fields, as which nothing else can be looked at."""
    where = title_of(declared)
    if NAME.fullmatch(declared.type_name) is None:
        instead = "Use lower-case letters and digits, with single _ between."
        yield slip(where, f"has the name {declared.type_name!r}", instead)
    yield from field_names.slips(declared, _known(declared))


def slips(declared: type[Declared]) -> Slips:
    """What is wrong with the attributes of a declared class that are no words, and with those of its nested fields."""
    for owner in (declared, *nested_in(declared)):
        if not (vars(owner).get("__doc__") or "").strip():
            yield slip(title_of(owner), "has no words for users", "Say in a docstring what it is.")
        if owner is not declared and not field_names.field_names(owner):
            yield slip(title_of(owner), "has no fields", "Declare some by required(...) or another word.")
    yield from _idle(declared, _known(declared))
    for nested in nested_in(declared):
        yield from _idle(nested, [])


def _known(declared: type[Declared]) -> list[str]:
    """What every declaration of its kind has."""
    kind = kind_of_declaration(declared)
    return [name for base in (kind, Declared) for name in {**vars(base), **base.__annotations__}]


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
    """Resource, DataSource, Action or Ephemeral."""
    return next(kind for kind in KINDS if issubclass(declared, kind))


@cache
def _attributes(kind: type) -> dict[str, Kind]:
    """What the attributes of a kind of declaration must be."""
    return {name: kind_of(annotation(kind, name)) for name in kind.__annotations__}


def _idle(owner: type, known: list[str]) -> Slips:
    """Attributes that nobody asks for, and fields that are none."""
    fields = field_names.field_names(owner)
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
