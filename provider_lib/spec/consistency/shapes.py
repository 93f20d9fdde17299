"""What the annotation of a field must be, by the field's role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from provider_lib.spec import roles
from provider_lib.spec.checks import IsDuration
from provider_lib.spec.field import Field
from provider_lib.spec.slip import Slips, slip
from provider_lib.spec.types import Bool, Dynamic, Map, Number, Object, Set, String

Shape = tuple[str, Callable[[Field], bool]]
"""As it is written, and whether a field has it."""


def slips(field: Field, where: str) -> Slips:
    """What is wrong with the type of a field."""
    words, fits = SHAPES.get(type(field.role), ANYTHING)
    if not fits(field):
        yield slip(where, f"has a type that does not fit its role, {type(field.role).__name__}", f"It must be {words}.")


def _is_duration(field: Field) -> bool:
    return field.nullable and field.type == String() and IsDuration() in field.checks


def _is_group(field: Field, parts: Mapping[str, Callable[[Field], bool]]) -> bool:
    return (
        field.nullable
        and isinstance(field.type, Object)
        and field.type.fields.keys() == parts.keys()
        and all(is_right(field.type.fields[name]) for name, is_right in parts.items())
    )


def _is_timeouts(field: Field) -> bool:
    return _is_group(field, dict.fromkeys(("create", "update", "delete"), _is_duration))


def _is_restarts(field: Field) -> bool:
    return _is_group(field, {"attempts": lambda part: part.type == Number(), "backoff": _is_duration})


def _is_switch(field: Field) -> bool:
    return field.choices == ("fail", "adopt")


def _is_lost_key(field: Field) -> bool:
    return field.nullable and field.choices == ("keep", "renew")


ANYTHING: Final[Shape] = ("anything", lambda _: True)
TEXT: Final[Shape] = ("str", lambda field: field.type == String())
CHOICE: Final[Shape] = ("Literal[...]", lambda field: field.type == String() and bool(field.choices))
TRUTH: Final[Shape] = ("bool", lambda field: field.type == Bool())
NUMBER: Final[Shape] = ("int", lambda field: field.type == Number())
TEXTS: Final[Shape] = ("dict[str, str]", lambda field: field.type == Map(String()))
OPTIONAL_TEXTS: Final[Shape] = ("dict[str, str] | None", lambda field: field.nullable and field.type == Map(String()))
DOCUMENT: Final[Shape] = ("Any", lambda field: field.type == Dynamic())
DURATION: Final[Shape] = ("Duration | None", _is_duration)

SHAPES: Final[Mapping[type, Shape]] = {
    roles.Plain: ANYTHING,
    roles.Key: ANYTHING,
    roles.Endpoint: TEXT,
    roles.ServerId: TEXT,
    roles.Computed: ANYTHING,
    roles.Volatile: ANYTHING,
    roles.Recipients: (
        "set[str] | None",
        lambda field: field.nullable and field.type == Set(String()),
    ),
    roles.Once: TEXT,
    roles.Opened: TEXT,
    roles.Derived: TEXT,
    roles.OwnedMap: TEXTS,
    roles.Trigger: ANYTHING,
    roles.Assigned: ("set[...]", lambda field: isinstance(field.type, Set)),
    roles.Local: ANYTHING,
    roles.WaitParent: DURATION,
    roles.WaitField: DURATION,
    roles.Protection: TRUTH,
    roles.OnExists: ("OnExists", _is_switch),
    roles.OnLostKey: ("OnLostKey | None", _is_lost_key),
    roles.ConfigMap: TEXTS,
    roles.SecretMap: OPTIONAL_TEXTS,
    roles.SecretEnv: OPTIONAL_TEXTS,
    roles.SecretRevision: NUMBER,
    roles.Document: DOCUMENT,
    roles.SecretDocument: DOCUMENT,
    roles.Echo: DOCUMENT,
    roles.Found: DOCUMENT,
    roles.DesiredState: CHOICE,
    roles.WaitRunning: TRUTH,
    roles.MinTasks: ("int | None", lambda field: field.nullable and field.type == Number()),
    roles.AutoRestart: ("a Nested class with attempts: int and backoff: Duration | None, or None", _is_restarts),
    roles.Rollback: TRUTH,
    roles.Revision: ANYTHING,
    roles.Timeouts: (
        "a Nested class with create, update and delete, each Duration | None, or None",
        _is_timeouts,
    ),
}
"""By role."""
