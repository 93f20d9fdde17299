"""A key of a configuration together with what is wrong with its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from provider_lib.sandbox.connect_engine import values
from provider_lib.sandbox.connect_engine.catalogue import plugin_named
from provider_lib.sandbox.connect_engine.components import component_named
from provider_lib.sandbox.connect_engine.definitions import Key, Release, Version

Config = Mapping[str, str | None]
"""A configuration: null is a value like any other."""

_INTERFACES_SINCE: Version = (3, 7)
"""A converter is checked for being one; before that only its loading showed it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A key, the value that it has, and what is wrong with that."""

    key: Key
    value: str | None
    errors: tuple[str, ...]

    def with_errors(self, more: tuple[str, ...]) -> Checked:
        """The same with ``more`` wrong."""
        return replace(self, errors=(*self.errors, *more))


def checked(key: Key, config: Config, prefix: str = "", group: str | None = None) -> Checked:
    """A key that stands in ``config`` with ``prefix`` before its name.

    Args:
        group: the group to show it in, unless it has one of its own.
    """
    name = f"{prefix}{key.name}"
    shown = replace(key, name=name, group=key.group or group)
    if name not in config:
        return Checked(shown, key.default, values.missing(key, name))
    return Checked(shown, values.parsed(key, config[name]), values.errors(key, config[name]))


def checked_class(key: Key, config: Config, kind: str, release: Release) -> Checked:
    """A key whose value is a class that must be a ``kind``."""
    given = config.get(key.name)
    if given is None or values.is_left_open(given):
        return checked(key, config)
    component = component_named(given)
    if component is None and plugin_named(given) is None:
        wrong = f"Invalid value {given} for configuration {key.name}: Class {given} could not be found."
        return Checked(key, None, (wrong,)).with_errors(_not_one(key, "null", kind, release))
    if component is not None and kind in component.kinds:
        return Checked(key, component.class_name, ())
    if not release.is_at_least(_INTERFACES_SINCE):
        return Checked(key, given, _not_one(key, f"class {given}", kind, release))
    return Checked(key, given, (f"Class class {given} does not implement the {interface(kind)} interface",))


def checked_required_class(key: Key, config: Config, kind: str, release: Release) -> Checked:
    """The same for a key that must be given; of one that is not, an older worker complains twice."""
    found = checked_class(key, config, kind, release)
    return found if key.name in config else found.with_errors(_not_one(key, "null", kind, release))


def interface(kind: str) -> str:
    """The name of the interface that a ``kind`` implements."""
    return "".join(word.capitalize() for word in kind.split("_"))


def _not_one(key: Key, shown: str, kind: str, release: Release) -> tuple[str, ...]:
    """What a worker from before classes were checked for their interface says of a stage."""
    if release.is_at_least(_INTERFACES_SINCE) or kind not in ("transformation", "predicate"):
        return ()
    return (f"Invalid value {shown} for configuration {key.name}: Not a {interface(kind)}",)
