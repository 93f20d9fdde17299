"""What an import found beside what is ours: entries and items that others have set, and go on to own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.rest.json.semantic_equality import Rules, are_same, equal, project
from provider_lib.spec import Field, Resource, roles


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


def without_others(resource: type[Resource], found: Mapping[str, Any], declared: Mapping[str, Any]) -> Values:
    """The state of an imported object without the entries and items that nobody declared here."""
    ours = dict(found)
    for field, _ in resource.fields_with(roles.OwnedMap):
        wanted = declared[field.name] or {}
        ours[field.name] = {key: item for key, item in (found[field.name] or {}).items() if key in wanted} or None
    for field, role in resource.fields_with(roles.Assigned):
        if not role.whole:
            wanted = declared[field.name] or ()
            ours[field.name] = [item for item in found[field.name] or () if item in wanted] or None
    return ours
