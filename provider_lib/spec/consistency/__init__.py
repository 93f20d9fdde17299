"""Whether declarations make sense, seen over a whole catalogue: one concern a file.

What is not told here is a ``KeyError`` at somebody's plan or apply, or nothing happens at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from provider_lib.errors import DeclarationError
from provider_lib.spec.annotations import fields_of, title_of
from provider_lib.spec.consistency import (
    assigned,
    calls,
    companions,
    consequences,
    fields,
    flows,
    lifecycle,
    live,
    members,
    predecessors,
    references,
    sources,
    systems,
    tracking,
    upgrades,
    validation,
)
from provider_lib.spec.consistency.scope import Scope, scope_of
from provider_lib.spec.consistency.words import slips_of_word
from provider_lib.spec.field import Field
from provider_lib.spec.names import Names
from provider_lib.spec.resource import Action, DataSource, Declared, Resource
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.system import System

OF_A_FIELD: Final = frozenset({"name", "type", "nullable", "checks", "role"})
"""What a field has from its annotation, and its role, which are looked at by themselves."""


def refuse_slips(found: Iterable[type[Declared]]) -> None:
    """Refuse a catalogue in which something is declared wrongly.

    Args:
        found: what is declared, and what that is derived from.

    Raises:
        DeclarationError: says all that is wrong.
    """
    told = list(slips(found))
    if len(told) == 1:
        raise told[0]
    if told:
        raise DeclarationError(f"{len(told)} mistakes in the declarations", "\n".join(map(str, told)))


def slips(found: Iterable[type[Declared]]) -> Slips:
    """All that is wrong with a catalogue."""
    classes = list(dict.fromkeys(found))
    declared = [item for item in classes if hasattr(item, "type_name")]
    used: dict[str, set[tuple[Names, str]]] = {item.system.name: set() for item in declared}
    attributes = attributes_of(declared)
    yield from _nameless(classes)
    yield from _namesakes(declared)
    for item in declared:
        yield from slips_of(item, attributes, used[item.system.name])
    for name, system in {item.system.name: item.system for item in declared}.items():
        yield from systems.slips(system)
        yield from systems.idle_settings(system, used[name])


def _nameless(classes: Sequence[type[Declared]]) -> Slips:
    for item in classes:
        if not hasattr(item, "type_name") and not item.__subclasses__():
            instead = f"Write `class {item.__name__}(..., system=..., name=...)`."
            yield slip(title_of(item), "has neither system nor name, so it is not declared", instead)


def _namesakes(declared: Sequence[type[Declared]]) -> Slips:
    first: dict[tuple[type, str], type[Declared]] = {}
    classes: dict[tuple[str, type, str], type[Declared]] = {}
    names: dict[str, System] = {}
    for item in declared:
        other = first.setdefault((members.kind_of_declaration(item), item.type_name), item)
        if other is not item:
            yield slip(title_of(item), f"is {item.type_name}, and {title_of(other)} is too", "Rename one.")
        kind = members.kind_of_declaration(item)
        namesake = classes.setdefault((item.system.name, kind, item.__name__), item)
        if namesake is not item and other is item:
            what = f"is called as {title_of(namesake)} is, and each would be the construct {item.__name__}"
            yield slip(title_of(item), what, "Rename one.")
        if names.setdefault(item.system.name, item.system) is not item.system:
            yield slip(title_of(item), f"is of another system called {item.system.name}", "Rename one.")


def attributes_of(declared: Iterable[type[Declared]]) -> list[str]:
    """What fields can refer to, as ``type.attribute``."""
    found = []
    for item in declared:
        with suppress(DeclarationError):  # told where it is declared
            found += [f"{item.type_name}.{name}" for name in fields_of(item) if issubclass(item, Resource)]
    return found


def slips_of(
    declared: type[Declared], attributes: Collection[str], used: set[tuple[Names, str]] | None = None
) -> Slips:
    """All that is wrong with one declaration; how its words go together only when each is right by itself.

    Args:
        declared: a resource, data source or action.
        attributes: what its fields can refer to, as ``type.attribute``.
        used: takes what it names.
    """
    try:
        if wrong := list(members.misnamed(declared)):
            yield from wrong
            return
        scope = scope_of(declared, attributes, set())
    except DeclarationError as error:
        yield error
        return
    found = [
        *members.slips(declared),
        *members.slips_of_words(declared, scope),
        *_slips_of_fields(declared.fields(), scope, title_of(declared)),
    ]
    if used is not None:
        used |= scope.used
    yield from found or _together(declared, scope)


def _slips_of_fields(declared: Mapping[str, Field], scope: Scope, where: str) -> Slips:
    for name, field in declared.items():
        yield from slips_of_word(field, scope, f"{where}.{name}", but=OF_A_FIELD)
        yield from slips_of_word(field.role, scope, f"{where}.{name}")
        yield from _slips_of_fields(field.inner, scope, f"{where}.{name}")


def _together(declared: type[Declared], scope: Scope) -> Slips:
    """What is wrong with words that are right by themselves."""
    for name, field in declared.fields().items():
        yield from fields.slips(field, f"{title_of(declared)}.{name}")
    yield from companions.slips(declared)
    yield from references.slips(declared)
    if issubclass(declared, Resource):
        yield from assigned.slips(declared)
        yield from consequences.slips(declared)
        yield from flows.slips(declared)
        yield from calls.slips(declared, {name for kind, name in scope.used if kind is Names.CALL})
        yield from lifecycle.slips(declared)
        yield from live.slips(declared)
        yield from tracking.slips(declared)
        yield from upgrades.slips(declared)
        yield from predecessors.slips(declared)
        yield from validation.slips(declared)
    if issubclass(declared, DataSource):
        yield from sources.slips_of_data_source(declared)
    if issubclass(declared, Action):
        yield from sources.slips_of_action(declared)
