"""Whether the states of something that runs fit the fields that hold them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from provider_lib.spec.annotations import title_of
from provider_lib.spec.api import Lifecycle
from provider_lib.spec.field import Field
from provider_lib.spec.resource import Resource
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import List, Object, String

RUNNING: Final = "running"
"""The state that something is in by itself."""

OF_A_TASK: Final = ("id", "state", "trace")
OF_A_FINDING: Final = ("title", "content")


def slips(resource: type[Resource]) -> Slips:
    """What is wrong with the lifecycle of a resource, and with its fields."""
    lifecycle, fields, where = resource.lifecycle, resource.fields(), f"{title_of(resource)}.lifecycle"
    if lifecycle is None:
        return
    yield from _states(lifecycle, fields[lifecycle.desired], where)
    yield from _word(fields[lifecycle.observed], f"{where}.observed")
    if lifecycle.trace is not None:
        yield from _word(fields[lifecycle.trace], f"{where}.trace")
    if lifecycle.tasks is not None:
        yield from _items(fields[lifecycle.tasks], OF_A_TASK, f"{where}.tasks")
    if lifecycle.findings is not None:
        yield from _items(fields[lifecycle.findings], OF_A_FINDING, f"{where}.findings")
    if lifecycle.calls and lifecycle.turns:
        yield slip(f"{where}.turns", "does nothing", "`calls` are made at once, too.")
    if lifecycle.initial is not None and lifecycle.initial.since is not None and resource.system.version is None:
        yield slip(f"{where}.initial.since", "does nothing", "Give the System a `version=ServerVersion(...)`.")


def _states(lifecycle: Lifecycle, desired: Field, where: str) -> Slips:
    yield from _missing(desired.choices, lifecycle.states, f"{where}.states")
    if RUNNING not in desired.choices:
        yield slip(f"{where}.states", f"lacks {RUNNING}", "That is the state in which an object begins.")
    if lifecycle.calls:
        yield from _missing(desired.choices, lifecycle.calls, f"{where}.calls")
    elif desired.request_path is None:
        instead = f"Give it `calls`, or send {desired.name} in bodies with `sent_as=`."
        yield slip(where, "has no way to bring a state about", instead)
    words = list(lifecycle.states.values())
    for word in dict.fromkeys(word for word in words if words.count(word) > 1):
        yield slip(f"{where}.states", f"has {word} twice", "Nobody could tell by it which state is meant.")


def _missing(wanted: Collection[str], given: Collection[str], where: str) -> Slips:
    for state in wanted:
        if state not in given:
            yield slip(where, f"lacks {state}", "Users can ask for that state.")


def _word(field: Field, where: str) -> Slips:
    if field.type != String():
        yield slip(where, f"names {field.name}, which is no str", "It holds a text of the server's.")


def _items(field: Field, names: Collection[str], where: str) -> Slips:
    inside = field.type.of.fields if isinstance(field.type, List) and isinstance(field.type.of, Object) else {}
    for name in names:
        if name not in inside:
            instead = f"It must be a list of a Nested class with {', '.join(names)}."
            yield slip(where, f"names {field.name}, whose items have no {name}", instead)
