"""What is wrong with one value of a configuration, worded as Kafka's ``ConfigDef`` words it."""

from __future__ import annotations

import re

from provider_lib.sandbox.connect_engine.definitions import Key, Kind

_NUMBERS = {Kind.SHORT: 2**15, Kind.INT: 2**31, Kind.LONG: 2**63}


def is_left_open(value: str | None) -> bool:
    """Whether a config provider puts the real value in only when the connector starts."""
    return value is not None and "${" in value


def parsed(key: Key, value: str | None) -> str | None:
    """A value as it is told: what cannot be read is as good as not given."""
    if value is None or is_left_open(value) or not _type_error(key, value):
        return value
    return None


def errors(key: Key, value: str | None) -> tuple[str, ...]:
    """What is wrong with a value that was given; null is one too."""
    if is_left_open(value):
        return ()
    if value is not None and (wrong := _type_error(key, value)):
        return (_invalid(key, value, wrong), *_refused(key, None))
    return _refused(key, value)


def missing(key: Key, name: str) -> tuple[str, ...]:
    """What is wrong with a key that was not given, by its full ``name``."""
    if not key.required:
        return ()
    unread = _refused(key, None) if key.is_pattern else ()
    return (f'Missing required configuration "{name}" which has no default value.', *unread)


def _refused(key: Key, value: str | None) -> tuple[str, ...]:
    """What a key's own rule finds; it is applied also to a value that could not be read."""
    wrong = _null_error(key) if value is None else _rule_error(key, value)
    return (_invalid(key, value, wrong),) if wrong else ()


def _invalid(key: Key, value: str | None, wrong: str) -> str:
    return f"Invalid value {'null' if value is None else value} for configuration {key.name}: {wrong}"


def _null_error(key: Key) -> str | None:
    if key.at_least is not None:
        return "Value must be non-null"
    if key.is_pattern:
        return 'Invalid regex: Cannot invoke "String.isEmpty()" because "this.pattern" is null'
    return f"String must be one of: {', '.join(key.choices)}" if key.choices and not key.any_case else None


def _rule_error(key: Key, value: str) -> str | None:
    if key.is_name:
        return _name_error(value)
    if key.non_empty and not value:
        return "String must be non-empty"
    if key.is_pattern:
        return _pattern_error(value)
    return _choice_error(key, value) or _range_error(key, value)


def _type_error(key: Key, value: str) -> str | None:
    if key.kind is Kind.BOOLEAN and value.strip().lower() not in ("true", "false"):
        return "Expected value to be either true or false"
    if key.kind in _NUMBERS:
        number = _number(value)
        if number is None or not -_NUMBERS[key.kind] <= number < _NUMBERS[key.kind]:
            return f"Not a number of type {key.kind}"
    return None


def _name_error(value: str) -> str | None:
    if not value:
        return "String may not be empty"
    if controls := [str(ord(char)) for char in value if ord(char) < 32 or 127 <= ord(char) < 160]:
        return f"String may not contain control sequences but had the following ASCII chars: {', '.join(controls)}"
    return None


def _pattern_error(value: str) -> str | None:
    try:
        re.compile(value)
    except re.error as error:
        return f"Invalid regex: {error}"
    return None


def _choice_error(key: Key, value: str) -> str | None:
    listed = ", ".join(key.choices)
    if key.any_case:
        return None if value.upper() in key.choices else f"String must be one of (case insensitive): {listed}"
    return f"String must be one of: {listed}" if key.choices and value not in key.choices else None


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
