"""Whether the options of a field go together, with each other, with its role and with its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_lib.spec import roles
from provider_lib.spec.consistency import rules, shapes
from provider_lib.spec.consistency.values import is_of, misfits, words_of
from provider_lib.spec.field import Field, Template, WhenEquals
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import Bool, List, Map, Object, Set, String, Type

FOR_WHOLE_INPUTS: Final = ("default", "immutable", "write_only", "server_default", "removed_as")
"""Options that mean something only for what users set, and not for a part of it."""

FOR_INPUTS: Final = (*FOR_WHOLE_INPUTS, "send", "refers_to", "mirrors", "example")

INSIDE: Final = (roles.Plain, roles.Computed, roles.Volatile)
"""Roles that mean something for a field inside another."""

WRITE_ONLY: Final = (roles.SecretMap, roles.SecretDocument)

LIKE: Final[Mapping[str, tuple[type, ...]]] = {
    "json": (String,),
    "text": (String, Map),
    "typed": (Map,),
    "set": (List, Set),
    "time": (String,),
}
"""Ways in which values can be the same -> the types for which they mean something."""


def slips(field: Field, where: str) -> Slips:
    """What is wrong with a field by itself, and with the fields inside it."""
    if not field.doc.strip():
        yield slip(where, "has no words for users", "Say in a sentence what it is for.")
    yield from _duty(field, where)
    yield from _idle(field, where)
    yield from _impossible(field, where)
    about_type = [*shapes.slips(field, where), *_spelling(field, where), *rules.slips(field.checks, field.type, where)]
    yield from about_type or _values(field, where)
    yield from _inside(field.type, where)


def _duty(field: Field, where: str) -> Slips:
    """Whether the word and the type agree on who must give a value."""
    if field.word == "required" and not field.is_required:
        what = "its type has `| None`" if field.nullable else "it has a default"
        yield slip(where, f"is required, but {what}", "Take that away, or write optional(...).")
    if field.word == "optional" and field.is_required:
        instead = f"Write `{words_of(field.type)} | None`, give it a default, or write required(...)."
        yield slip(where, "is optional, but must be given", instead)


def _idle(field: Field, where: str) -> Slips:
    """Options of what users set, where they cannot set it."""
    if not field.is_input:
        for option in FOR_INPUTS:
            if getattr(field, option) not in (None, False, {}):
                yield slip(where, f"has `{option}`, but users cannot set it", f"Take `{option}` away.")


def _impossible(field: Field, where: str) -> Slips:
    """Options that the role, or another option, leaves no room for."""
    if field.immutable and isinstance(field.role, roles.Trigger):
        yield slip(where, "is a trigger and immutable", "A change makes a call or another object: keep one.")
    if field.write_only and not isinstance(field.role, WRITE_ONLY):
        yield slip(where, "is write-only, and so never sent", "Use secret_map(...) or secret_document(...).")
    may_be_null = field.nullable and field.default is None
    if field.server_default and not (isinstance(field.role, roles.Plain) and may_be_null):
        instead = "Write optional(...) with `| None` and without a default."
        yield slip(where, "has `server_default`, but is never left to the server", instead)
    if field.removed_as is not None and not (may_be_null and field.request_path is not None):
        instead = "Give it `| None`, no default and a place in bodies."
        yield slip(where, "has `removed_as`, but is never sent as null", instead)


def _spelling(field: Field, where: str) -> Slips:
    """Whether `same` and `send` mean something for this type."""
    if field.same in LIKE and not isinstance(field.type, LIKE[field.same]):
        instead = f"That is for a {' or a '.join(kind.__name__ for kind in LIKE[field.same])}."
        yield slip(where, f"has `same={field.same!r}`, but is {words_of(field.type)}", instead)
    if field.send and field.type != String():
        yield slip(where, f"has `send`, but is {words_of(field.type)}", "Only a text can be sent as another.")


def _values(field: Field, where: str) -> Slips:
    """Whether the values that are given for it can be its own."""
    given = [("default", field.default), ("example", field.example), *(("send", word) for word in field.send)]
    for option, value in given:
        if value not in (None, ...) and not isinstance(value, Template | WhenEquals):
            for what in misfits(field, value):
                yield slip(where, f"has {value!r} for `{option}`, {what}", "Users could not give it.")
    if field.removed_as is not None and not is_of(field.removed_as, field.type):
        what = f"has {field.removed_as!r} for `removed_as`, which is no {words_of(field.type)}"
        yield slip(where, what, "The server would get something else.")
    if isinstance(field.default, Template) and field.type != String():
        yield slip(where, f"has a Template for `default`, but is {words_of(field.type)}", "It makes a str.")
    if isinstance(field.default, WhenEquals) and field.type != Bool():
        yield slip(where, f"has WhenEquals for `default`, but is {words_of(field.type)}", "It makes a bool.")


def _inside(kind: Type, where: str) -> Slips:
    match kind:
        case List(of=item) | Set(of=item) | Map(of=item):
            yield from _inside(item, where)
        case Object(fields=fields):
            for name, field in fields.items():
                yield from _part(field, f"{where}.{name}")


def _part(field: Field, where: str) -> Slips:
    """What is wrong with a field inside another."""
    if type(field.role) not in INSIDE:
        instead = f"There it is {', '.join(role.__name__ for role in INSIDE)}."
        yield slip(where, f"is a {type(field.role).__name__} field, which means nothing inside another", instead)
    for option in FOR_WHOLE_INPUTS:
        if getattr(field, option) not in (None, False):
            yield slip(where, f"has `{option}`, which means nothing inside another", f"Take `{option}` away.")
    yield from slips(field, where)
