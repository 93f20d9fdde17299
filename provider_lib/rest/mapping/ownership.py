"""What an import found beside what is ours: entries and items that others have set, and go on to own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import above_items, dig, leaves
from provider_lib.rest.json.semantic_equality import Rules, are_same, equal, project, seen_through
from provider_lib.spec import Field, Resource, roles
from provider_lib.spec.paths import spell_path, steps_of
from provider_lib.spec.types import UNKNOWN, DynamicValue


def holds(field: Field, found: Any, ours: Any) -> bool:
    """Whether what an import found holds, beside what is not ours, all that is declared."""
    match field.role:
        case roles.Document():
            return equal(project(ours.value, found.value, Rules()), ours.value)
        case roles.ConfigMap() | roles.OwnedMap():
            return all(are_same(field.same, value, found.get(key)) for key, value in ours.items())
        case roles.Assigned(whole=""):
            return all(item in found for item in ours)
        case _:
            return False  # it is ours as a whole


def declared_entries(found: Any, declared: Any) -> Any:
    """The entries of a map that are declared here, too; all of them while nobody knows what is."""
    if declared is UNKNOWN or not isinstance(found, Mapping):
        return found
    return {key: item for key, item in found.items() if key in (declared or {})} or None


def without_others(resource: type[Resource], found: Mapping[str, Any], declared: Mapping[str, Any]) -> Values:
    """The state of an imported object without the entries and items that nobody declared here."""
    ours = dict(found)
    for field in resource.fields().values():
        if isinstance(field.role, roles.OwnedMap | roles.ConfigMap):
            ours[field.name] = declared_entries(found[field.name], declared[field.name])
    for field, _ in resource.fields_with(roles.Document):
        wanted = declared[field.name]
        if isinstance(wanted, DynamicValue) and isinstance(found[field.name], DynamicValue):
            ours[field.name] = seen_through(wanted, found[field.name].value, Rules())
    for field, role in resource.fields_with(roles.Assigned):
        if not role.whole and declared[field.name] is not UNKNOWN:
            wanted = declared[field.name] or ()
            ours[field.name] = [item for item in found[field.name] or () if item in wanted] or None
    return ours


def unnamed(found: Any, declared: Any, *, is_written: bool) -> list[str]:
    """The entries, items or members of what an import found that nobody declared here, by their names.

    Args:
        is_written: what is declared will be written: what stands in a list beside it is then not left to others.
    """
    match found, declared:
        case DynamicValue(), DynamicValue():
            names = leaves(found.value).keys() - leaves(declared.value).keys()
            if is_written:
                names = {path for path in names if not _is_in_a_list_of(declared.value, path)}
        case Mapping(), Mapping() | None:
            names = found.keys() - (declared or {}).keys()
        case list(), list() | None:
            names = {as_text(item) for item in found} - {as_text(item) for item in declared or ()}
        case _:
            return []
    return sorted(names)


def _is_in_a_list_of(declared: Any, path: str) -> bool:
    return isinstance(dig(declared, spell_path(above_items(steps_of(path)))), list)
