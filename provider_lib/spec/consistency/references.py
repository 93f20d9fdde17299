"""Whether what one field says of another fits that field: defaults made from it, waits for it, references."""

from __future__ import annotations

from typing import Final

from provider_lib.spec import roles
from provider_lib.spec.annotations import title_of
from provider_lib.spec.consistency.calls import named_in
from provider_lib.spec.consistency.values import is_of, words_of
from provider_lib.spec.field import Field, Template, WhenEquals
from provider_lib.spec.resource import Declared, Resource
from provider_lib.spec.slip import Slips, did_you_mean, slip
from provider_lib.spec.types import List, Set, String

REFERRING: Final = (String(), List(String()), Set(String()))


def slips(declared: type[Declared]) -> Slips:
    """What is wrong with what the fields of a declaration say of others."""
    for name, field in declared.fields().items():
        where = f"{title_of(declared)}.{name}"
        if field.refers_to is not None and field.type not in REFERRING:
            yield slip(where, f"has `refers_to`, but is {words_of(field.type)}", "Only a text can refer.")
        if field.mirrors is not None and _kind(field.mirrors) != _kind(field.refers_to):
            what = f"mirrors {field.mirrors}, but does not refer to what has that"
            yield slip(where, what, "Both sides of one thing refer to each other.")
        if isinstance(field.default, Template):
            yield from _made_from(declared, field, field.default.text, where)
        if isinstance(field.default, WhenEquals):
            yield from _equals(declared, field.default, where)
    for field, role in declared.fields_with(roles.Derived):
        yield from _made_from(declared, field, role.template, f"{title_of(declared)}.{field.name}")
    for field, wait in declared.fields_with(roles.WaitField):
        yield from _waited_for(declared, wait, f"{title_of(declared)}.{field.name}")


def _kind(attribute: str | None) -> str:
    return (attribute or "").rpartition(".")[0]


def _made_from(declared: type[Declared], field: Field, template: str, where: str) -> Slips:
    """A value that a plan makes from others needs them to be there by then."""
    names = list(declared.fields())
    for name in sorted(named_in(template)):
        other = declared.fields()[name]
        is_ready = isinstance(field.role, roles.Derived) or names.index(name) < names.index(field.name)
        if not other.is_input:
            yield slip(where, f"is made from {name}, which only the server knows", "Name what users give.")
        elif other.default is not None and not (is_ready and issubclass(declared, Resource)):
            yield slip(where, f"is made from {name}, whose own default is not there yet", "Name what users must give.")


def _equals(declared: type[Declared], default: WhenEquals, where: str) -> Slips:
    other = declared.fields()[default.field]
    what = f"is true when {other.name} is {default.value!r}, which it never is"
    if other.choices and default.value not in other.choices:
        yield slip(where, what, did_you_mean(default.value, other.choices))
    elif not is_of(default.value, other.type):
        yield slip(where, what, f"It is {words_of(other.type)}.")


def _waited_for(declared: type[Declared], wait: roles.WaitField, where: str) -> Slips:
    observed = declared.fields()[wait.observed]
    if issubclass(declared, Resource) and isinstance(observed.role, roles.Computed):
        what = f"waits for {observed.name}, which is `computed` and so never another"
        yield slip(where, what, f"Declare {observed.name} as `volatile`.")
    if not is_of(wait.value, observed.type):
        what = f"waits until {observed.name} is {wait.value!r}, which it never is"
        yield slip(where, what, f"It is {words_of(observed.type)}.")
