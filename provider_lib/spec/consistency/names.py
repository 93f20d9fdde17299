"""Whether what is named is there: the rules behind the annotations of ``spec.names``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from string import Formatter
from typing import Any, Final

from provider_lib.spec.calls import FIELDS, Verbatim
from provider_lib.spec.checks import HasKeys
from provider_lib.spec.consistency.scope import Scope
from provider_lib.spec.names import HasPlaceholders, Names, NamesField
from provider_lib.spec.slip import Slips, did_you_mean, slip, unknown
from provider_lib.spec.types import Map, Object

SENT: Final = (str, bool, int, float, Decimal)
"""What a request carries as it is."""


def slips(mark: Any, value: Any, scope: Scope, where: str) -> Slips:
    """What is wrong with a text, or a template, that has a mark."""
    match mark:
        case NamesField(roles):
            yield from _field(value, roles, scope, where)
        case HasPlaceholders():
            yield from _template(value, scope, where, mark)
        case Names.VALUE:
            yield from _value(value, scope, where, HasPlaceholders())
        case Names():
            scope.used.add((mark, value))
            if value not in scope.known[mark]:
                yield unknown(where, mark.value, value, scope.known[mark])


def _field(name: str, roles: tuple[type, ...], scope: Scope, where: str) -> Slips:
    if name not in scope.fields:
        yield unknown(where, "field", name, scope.fields)
    elif roles and not isinstance(scope.fields[name].role, roles):
        kind = " or ".join(role.__name__ for role in roles)
        fitting = [other for other, field in scope.fields.items() if isinstance(field.role, roles)]
        yield slip(where, f"names {name}, which is no {kind} field", did_you_mean(name, fitting))


def _template(document: Any, scope: Scope, where: str, mark: HasPlaceholders) -> Slips:
    """What is wrong with the place-holders in a document of any shape."""
    if isinstance(document, Verbatim):
        return
    if isinstance(document, Mapping):
        for key, item in document.items():
            if not isinstance(key, str):
                yield slip(where, f"has a member {key!r}", "The names of members are texts.")
            yield from _template(item, scope, f"{where}[{key}]", mark)
    elif isinstance(document, list | tuple):
        for number, item in enumerate(document):
            yield from _template(item, scope, f"{where}[{number}]", mark)
    elif isinstance(document, str) and ("{" in document or "}" in document):
        yield from _text(document, scope, where, mark)
    elif document is not None and document is not FIELDS and not isinstance(document, SENT):
        yield slip(where, f"is {document!r}, which no request can carry", "Use texts, numbers, lists and dicts.")


def _text(text: str, scope: Scope, where: str, mark: HasPlaceholders) -> Slips:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        yield slip(where, f"has braces that do not match: {text}", f"Write {{field}}. ({error})")
        return
    if text.count("{") != len(parts) or any(not name or form or conversion for _, name, form, conversion in parts):
        yield slip(
            where,
            f"has braces that are no place-holder: {text}",
            "Between braces stands the name of a field and nothing else. Verbatim(...) sends braces as they are.",
        )
        return
    for _, name, _, _ in parts:
        assert name is not None
        yield from _value(name, scope, where, mark, may_be_null=mark.nullable and text == f"{{{name}}}")


def _value(name: str, scope: Scope, where: str, mark: HasPlaceholders, *, may_be_null: bool = False) -> Slips:
    field, bracket, key = name.partition("[")
    if name in mark.also or (mark.settings and name in scope.items):
        return
    if mark.settings and name in scope.settings and name not in scope.fields:
        scope.used.add((Names.SETTING, name))
    elif field not in scope.fields:
        settings, kind = (scope.settings, "field or setting") if mark.settings else ((), "field")
        yield unknown(where, kind, field, [*scope.fields, *settings])
        return
    if bracket and not mark.entries:
        yield slip(where, f"names {name}, but only whole fields can stand there", f"Name {field}.")
    elif bracket:
        yield from _entry(field, key.removesuffix("]"), scope, where)
    elif not may_be_null and field not in scope.given:
        instead = (
            "A text would say `None` there. Name what always has a value: what is required, has a default or is the "
            "server's to set, and of settings what is needed or has a default."
        )
        yield slip(where, f"names {name}, which may be null", instead)


def _entry(field: str, key: str, scope: Scope, where: str) -> Slips:
    """What is wrong with ``{field[key]}``."""
    declared = scope.fields[field]
    certain = {name for check in declared.checks if isinstance(check, HasKeys) for name in check.keys}
    if isinstance(declared.type, Object):
        if key not in declared.type.fields:
            yield unknown(where, f"field of {field}", key, declared.type.fields)
    elif not isinstance(declared.type, Map):
        yield slip(where, f"names {field}[{key}], but {field} is no map", f"Name {field}.")
    elif key not in (*certain, *scope.entries):
        instead = f"Give {field} `checks=(HasKeys(({key!r},)),)`."
        yield slip(where, f"names {field}[{key}], which a value of {field} need not have", instead)
