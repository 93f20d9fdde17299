"""Checks of a connector's configuration, worded as Kafka's ``ConfigDef`` words them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provider_lib.sandbox.connect_engine.catalogue import PLUGINS
from provider_lib.sandbox.connect_engine.definitions import Key, Kind, Plugin
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid, PluginMissing

_NUMBERS = {Kind.INT: 2**31, Kind.LONG: 2**63}


@dataclass(frozen=True, slots=True)
class Checked:
    """A key, the value that it has, and what is wrong with that."""

    key: Key
    value: str | None
    errors: tuple[str, ...]


def plugin_of(config: Mapping[str, str]) -> Plugin:
    """The plugin that ``config`` asks for.

    Raises:
        ConfigInvalid: it asks for none.
        PluginMissing: it asks for one that is not installed.
    """
    class_name = config.get("connector.class")
    if not class_name:
        shown = ", ".join(f"{key}={value}" for key, value in config.items())
        raise ConfigInvalid(f"Connector config {{{shown}}} contains no connector type")
    if class_name not in PLUGINS:
        raise PluginMissing(class_name, list(PLUGINS))
    return PLUGINS[class_name]


def check(config: Mapping[str, str]) -> list[Checked]:
    """Every key that the plugin of ``config`` defines, with its value and errors.

    Raises:
        ConfigInvalid, PluginMissing: as for ``plugin_of``.
    """
    plugin = plugin_of(config)
    topic_errors = _topic_errors(config) if plugin.type == "sink" else ()
    return [
        Checked(
            key,
            _parsed(key, config.get(key.name, key.default)),
            (*_errors(key, config.get(key.name)), *(topic_errors if key.name in ("topics", "topics.regex") else ())),
        )
        for key in plugin.keys
    ]


def require_valid(config: Mapping[str, str]) -> Plugin:
    """The plugin of a configuration that a worker would accept.

    Raises:
        ConfigInvalid: with every error in one text, as a worker gives it.
        PluginMissing: the class is not installed.
    """
    plugin = plugin_of(config)
    errors = [error for checked in check(config) for error in checked.errors]
    if errors:
        raise invalid(errors)
    return plugin


def invalid(errors: Sequence[str]) -> ConfigInvalid:
    """The refusal of a configuration in which these things are wrong."""
    listed = "\n".join(errors)
    return ConfigInvalid(
        f"Connector configuration is invalid and contains the following {len(errors)} error(s):\n{listed}\n"
        "You can also find the above list of errors at the endpoint "
        "`/connector-plugins/{connectorType}/config/validate`"
    )


def _errors(key: Key, value: str | None) -> tuple[str, ...]:
    if value is None:
        return (f'Missing required configuration "{key.name}" which has no default value.',) if key.required else ()
    if "${" in value:
        return ()  # a config provider puts the real value in only when the connector starts
    if wrong := _type_error(key, value):
        unread = f"Invalid value null for configuration {key.name}: Value must be non-null"
        return (f"Invalid value {value} for configuration {key.name}: {wrong}", *([unread] if key.has_range else []))
    wrong = _choice_error(key, value) or _range_error(key, value)
    return (f"Invalid value {value} for configuration {key.name}: {wrong}",) if wrong else ()


def _parsed(key: Key, value: str | None) -> str | None:
    """A value as it is told: what cannot be read is as good as not given."""
    return None if value is not None and "${" not in value and _type_error(key, value) else value


def _type_error(key: Key, value: str) -> str | None:
    if key.kind is Kind.BOOLEAN and value.strip().lower() not in ("true", "false"):
        return "Expected value to be either true or false"
    if key.kind in _NUMBERS:
        number = _number(value)
        if number is None or not -_NUMBERS[key.kind] <= number < _NUMBERS[key.kind]:
            return f"Not a number of type {key.kind}"
    return None


def _choice_error(key: Key, value: str) -> str | None:
    if key.choices and value not in key.choices:
        return f"String must be one of: {', '.join(key.choices)}"
    return None


def _range_error(key: Key, value: str) -> str | None:
    number = _number(value)
    if key.at_least is not None and number is not None and number < key.at_least:
        return f"Value must be at least {key.at_least}"
    return None


def _number(value: str) -> int | None:
    try:
        return int(value.strip())
    except ValueError:
        return None


def _topic_errors(config: Mapping[str, str]) -> tuple[str, ...]:
    topics, pattern = bool(config.get("topics")), bool(config.get("topics.regex"))
    if topics and pattern:
        return ("topics and topics.regex are mutually exclusive options, but both are set.",)
    if not topics and not pattern:
        return ("Must configure one of topics or topics.regex",)
    return ()
