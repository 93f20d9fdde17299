"""Whether the consequences of changes are of something that can change so."""

from __future__ import annotations

from typing import Final

from provider_lib.spec.annotations import title_of
from provider_lib.spec.consequences import Consequence
from provider_lib.spec.field import Field
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import List, Map, Set, String

LISTS: Final = (List, Set, Map, String)
"""What can have items: texts with commas, and maps of them, too."""


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the consequences of a resource's changes."""
    for number, item in enumerate(resource.consequences):
        where = f"{title_of(resource)}.consequences[{number}]"
        field = None if item.of is None else resource.fields()[item.of]
        yield from _of_the_act(item, where) if field is None else _of_a_field(item, field, where)
        for condition in item.where:
            if condition.key and not isinstance(resource.fields()[condition.field].type, Map):
                yield slip(where, f"asks for a key of {condition.field}, which is no map", "Take the key away.")


def _of_the_act(item: Consequence, where: str) -> Slips:
    if item.keys is not None or item.items is not None or item.becomes is not None:
        yield slip(where, "says how a field changes, but not which", "Say it: `of=`.")


def _of_a_field(item: Consequence, field: Field, where: str) -> Slips:
    if item.keys is not None and not isinstance(field.type, Map):
        yield slip(where, f"is of keys of {field.name}, which is no map", "Take `keys` away.")
    if item.items is not None and not isinstance(field.type, LISTS):
        yield slip(where, f"is of items of {field.name}, which has none", "Take `items` away.")
    if "update" in item.on and field.immutable:
        yield slip(where, f"is of an update of {field.name}, which replaces", 'Say `on=("replace",)`.')
