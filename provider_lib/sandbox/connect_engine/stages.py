"""The keys that come into a configuration with the classes that it names: converters and the stages of a record."""

from __future__ import annotations

from dataclasses import replace

from provider_lib.sandbox.connect_engine.checked import Checked, Config, checked, checked_class, checked_required_class
from provider_lib.sandbox.connect_engine.common_keys import PLUGIN_VERSIONS_SINCE, converter_keys, own_converter
from provider_lib.sandbox.connect_engine.components import component_named
from provider_lib.sandbox.connect_engine.definitions import Component, Key, Kind, Release, Version

_CONVERTER_KEYS_SINCE: Version = (3, 8)
_NO_PREDICATE_SINCE: Version = (3, 5)
"""Since then no predicate is null, before it was the empty text."""


def transformations(config: Config, release: Release) -> list[Checked]:
    """The keys of the transformations that ``config`` lists."""
    default = None if release.is_at_least(_NO_PREDICATE_SINCE) else ""
    choice = (
        Key(
            "negate",
            Kind.BOOLEAN,
            default="false",
            doc="Whether it takes records that the predicate does not hold for.",
        ),
        Key("predicate", default=default, doc="Alias of the predicate for records that it takes."),
    )
    return _stages("transforms", "transformation", config, release, choice)


def predicates(config: Config, release: Release) -> list[Checked]:
    """The keys of the predicates that ``config`` lists."""
    return _stages("predicates", "predicate", config, release, ())


def converter(name: str, config: Config, release: Release) -> list[Checked]:
    """What is found of the key ``name`` of a converter, and of the version of it that may be asked for.

    A newer worker tells its own converter where the configuration names none.
    """
    tells = release.is_at_least(PLUGIN_VERSIONS_SINCE)
    default = own_converter(name) if tells else None
    keys = converter_keys(name, default)
    named = checked_class(keys[0], config, _converter_kind(name), release)
    if not tells:
        return [named]
    component = component_named(config.get(name) or default or "")
    fits = component is not None and _converter_kind(name) in component.kinds
    return [named, checked(replace(keys[1], default=release.text if fits else None), config)]


def keys_of_converter(name: str, config: Config, release: Release) -> list[Checked]:
    """The keys of the converter that ``config`` has under ``name``."""
    component = component_named(config.get(name) or "")
    if (
        component is None
        or _converter_kind(name) not in component.kinds
        or not release.is_at_least(_CONVERTER_KEYS_SINCE)
    ):
        return []
    given = {f"{name}.converter.type": name.partition(".")[0], **config}
    return [checked(key, given, f"{name}.") for key in _own_keys(component, release)]


def aliases(listed: str | None) -> list[str]:
    """The items of a list."""
    return [item.strip() for item in (listed or "").split(",") if item.strip()]


def duplicate_aliases(config: Config) -> dict[str, tuple[str, ...]]:
    """What is wrong with lists that have an alias twice."""
    listed = {name: aliases(config.get(name)) for name in ("transforms", "predicates")}
    return {
        name: (f"Invalid value [{', '.join(found)}] for configuration {name}: Duplicate alias provided.",)
        for name, found in listed.items()
        if len(set(found)) < len(found)
    }


def _stages(listed: str, kind: str, config: Config, release: Release, choice: tuple[Key, ...]) -> list[Checked]:
    return [
        one
        for alias in dict.fromkeys(aliases(config.get(listed)))
        for one in _stage(listed, alias, kind, config, release, choice)
    ]


def _stage(
    listed: str, alias: str, kind: str, config: Config, release: Release, choice: tuple[Key, ...]
) -> list[Checked]:
    prefix, group = f"{listed}.{alias}.", f"{listed.capitalize()}: {alias}"
    named = Key(f"{prefix}type", Kind.CLASS, required=True, importance="HIGH", group=group, doc="Its class.")
    component = component_named(config.get(named.name) or "")
    fits = component is not None and kind in component.kinds
    version = Key(
        "plugin.version", importance="HIGH", default=release.text if fits else None, since=PLUGIN_VERSIONS_SINCE
    )
    below = [version, *((*_own_keys(component, release), *choice) if component is not None and fits else ())]
    return [
        checked_required_class(named, config, kind, release),
        *(checked(key, config, prefix, group) for key in below if release.is_at_least(key.since)),
    ]


def _own_keys(component: Component, release: Release) -> list[Key]:
    return [key for key in component.own_keys if release.is_at_least(key.since)]


def _converter_kind(name: str) -> str:
    return "header_converter" if name == "header.converter" else "converter"
