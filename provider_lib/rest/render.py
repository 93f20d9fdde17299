"""From declared values to requests: what goes into path, query and body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from provider_lib.errors import ConfigError
from provider_lib.rest.documents import place
from provider_lib.rest.exact_json import decode
from provider_lib.spec import Call, Field, placeholders, roles
from provider_lib.spec.calls import FIELDS
from provider_lib.spec.types import UNKNOWN, Object

Wire = Mapping[str, Any]
"""Values as they go over the wire, by field name."""


def to_wire(fields: Mapping[str, Field], values: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Every field's value as the server wants it; ``secrets`` are merged into the connector configuration."""
    wire = {name: _value(field, values.get(name)) for name, field in fields.items()}
    for name, field in fields.items():
        if isinstance(field.role, roles.ConfigMap):
            injected = {key: fill(template, wire) for key, template in field.role.injects.items()}
            wire[name] = {**(wire[name] or {}), **secrets, **injected}
    return wire


def _value(field: Field, value: Any) -> Any:
    if value is None or value is UNKNOWN:
        return None
    if isinstance(field.type, Object):
        return _nested(field.type.fields, value)
    if isinstance(value, str) and value in field.send:
        value = field.send[value]
    return decode(value) if field.same == "json" and isinstance(value, str) else value


def _nested(fields: Mapping[str, Field], value: Mapping[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, field in fields.items():
        if field.request_path is not None and value.get(name) is not None:
            place(document, field.request_path, _value(field, value[name]))
    return document


def fill(template: str, wire: Wire) -> str:
    """A template with its place-holders filled in as text."""
    for name in placeholders(template):
        template = template.replace("{" + name + "}", str(look_up(wire, name)))
    return template


def look_up(wire: Wire, name: str) -> Any:
    """The value of a place-holder: a field, or a key of a map field as ``map[key]``.

    Raises:
        KeyError: there is no such field or key.
    """
    field, bracket, key = name.partition("[")
    value = wire[field]
    return value[key.removesuffix("]")] if bracket else value


def path_of(call: Call, wire: Wire) -> str:
    """The path of a call; every place-holder becomes one percent-encoded segment.

    Raises:
        ConfigError: a value is a step of a path that no encoding protects.
    """
    path = call.path
    for name in placeholders(path):
        path = path.replace("{" + name + "}", _segment(name, look_up(wire, name)))
    return path


def _segment(name: str, value: Any) -> str:
    text = str(value)
    if text in ("", ".", ".."):
        raise ConfigError(f"{name} must not be {text!r}", "It stands in the path of a request.", (name,))
    return quote(text, safe="")


def query_of(call: Call, wire: Wire) -> list[tuple[str, str]]:
    """The query of a call; a list is repeated, null is left out."""
    pairs: list[tuple[str, str]] = []
    for name, template in call.query.items():
        value = _template(template, wire)
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                pairs.append((name, "true" if item is True else "false" if item is False else str(item)))
    return pairs


def body_of(call: Call, fields: Mapping[str, Field], wire: Wire, only: Sequence[str] | None = None) -> Any:
    """The body of a call: all sent fields that are not in the path, or those named by ``only``."""
    if call.body is not FIELDS:
        return _template(call.body, wire)
    in_path = placeholders(call.path)
    body: dict[str, Any] = {}
    for name, field in fields.items():
        if field.request_path is None or (only is not None and name not in only):
            continue
        if name in in_path and not call.with_key:
            continue
        if wire[name] is not None or only is not None:
            place(body, field.request_path, wire[name])
    for path, constant in call.adds.items():
        place(body, path, constant)
    return body


def _template(template: Any, wire: Wire) -> Any:
    """A template with place-holders; one that is the whole text stands for the value itself."""
    if isinstance(template, Mapping):
        filled = {name: _template(item, wire) for name, item in template.items()}
        return {name: item for name, item in filled.items() if item is not None}
    if isinstance(template, list | tuple):
        return [_template(item, wire) for item in template]
    if not isinstance(template, str):
        return template
    names = placeholders(template)
    if len(names) == 1 and template == "{" + names[0] + "}":
        return look_up(wire, names[0])
    return fill(template, wire) if names else template


def merge_patch(ours: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What turns ``before`` into ``ours``: changed keys, and null for removed ones."""
    ours, before = ours or {}, before or {}
    changed = {key: value for key, value in ours.items() if key not in before or before[key] != value}
    return changed | {key: None for key in before if key not in ours}
