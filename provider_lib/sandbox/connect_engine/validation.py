"""Checks of a connector's configuration, as a worker makes them before it takes one."""

from __future__ import annotations

from collections.abc import Sequence

from provider_lib.sandbox.connect_engine.catalogue import PLUGINS, plugin_named
from provider_lib.sandbox.connect_engine.checked import Checked, Config, checked
from provider_lib.sandbox.connect_engine.common_keys import CONVERTERS, PLUGIN_VERSIONS_SINCE, common_keys
from provider_lib.sandbox.connect_engine.definitions import USUAL, Key, Plugin, Release
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid, PluginMissing
from provider_lib.sandbox.connect_engine.stages import (
    converter,
    duplicate_aliases,
    keys_of_converter,
    predicates,
    transformations,
)
from provider_lib.sandbox.connect_engine.topics import topic_errors

__all__ = ["Checked", "check", "invalid", "plugin_of", "require_valid"]


def plugin_of(config: Config) -> Plugin:
    """The plugin that ``config`` asks for.

    Raises:
        ConfigInvalid: it asks for none.
        PluginMissing: it asks for one that is not installed.
    """
    class_name = config.get("connector.class")
    if class_name is None:
        shown = ", ".join(f"{key}={value}" for key, value in config.items())
        raise ConfigInvalid(f"Connector config {{{shown}}} contains no connector type")
    plugin = plugin_named(class_name)
    if plugin is None:
        raise PluginMissing(class_name, list(PLUGINS))
    return plugin


def check(config: Config, release: Release = USUAL) -> list[Checked]:
    """Every key that a worker of ``release`` knows for ``config``, with its value and errors.

    Raises:
        ConfigInvalid, PluginMissing: as for ``plugin_of``.
        TopicsInvalid: an older worker was given topics that it cannot use.
    """
    plugin = plugin_of(config)
    more = {
        **duplicate_aliases(config),
        **_version_errors(plugin, config, release),
        **(topic_errors(config, release) if plugin.type == "sink" else {}),
    }
    common = [one for key in common_keys(plugin, release) for one in _common(key, config, release)]
    found = [
        *(one.with_errors(_null_error(one.key, config)) for one in common),
        *transformations(config, release),
        *predicates(config, release),
        *(checked(key, config) for key in plugin.own_keys),
        *(one for name in CONVERTERS for one in keys_of_converter(name, config, release)),
    ]
    return [one.with_errors(more.get(one.key.name, ())) for one in found]


def require_valid(config: Config, release: Release = USUAL) -> Plugin:
    """The plugin of a configuration that a worker would accept.

    Raises:
        ConfigInvalid: with every error in one text, as a worker gives it.
        PluginMissing, TopicsInvalid: as for ``check``.
    """
    errors = [error for found in check(config, release) for error in found.errors]
    if errors:
        raise invalid(errors)
    return plugin_of(config)


def invalid(errors: Sequence[str]) -> ConfigInvalid:
    """The refusal of a configuration in which these things are wrong."""
    listed = "\n".join(errors)
    return ConfigInvalid(
        f"Connector configuration is invalid and contains the following {len(errors)} error(s):\n{listed}\n"
        "You can also find the above list of errors at the endpoint "
        "`/connector-plugins/{connectorType}/config/validate`"
    )


def _common(key: Key, config: Config, release: Release) -> list[Checked]:
    if key.name in CONVERTERS:
        return converter(key.name, config, release)
    return [] if key.name.removesuffix(".plugin.version") in CONVERTERS else [checked(key, config)]


def _null_error(key: Key, config: Config) -> tuple[str, ...]:
    """A worker minds a null only where it knows the key itself."""
    is_null = key.name in config and config[key.name] is None
    return ("Null value can not be supplied as the configuration value.",) if is_null else ()


def _version_errors(plugin: Plugin, config: Config, release: Release) -> dict[str, tuple[str, ...]]:
    """What is wrong with a version of the plugin that is not the one that is installed."""
    asked, installed = config.get("connector.plugin.version"), plugin.version_in(release)
    if asked is None or asked == installed or not release.is_at_least(PLUGIN_VERSIONS_SINCE):
        return {}
    error = (
        f"Plugin {plugin.class_name} not found that matches the version range [{asked},{asked}], "
        f"available versions: [{installed}]"
    )
    return {"connector.class": (error,), "connector.plugin.version": (error,)}
