"""From declared values to requests: what goes into path, query and body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from provider_lib.errors import ConfigError
from provider_lib.rest.json.exact_json import decode
from provider_lib.rest.json.patches import apply_merge_patch, member_test
from provider_lib.rest.json.paths import planted, with_value
from provider_lib.rest.mapping.typed_values import NO_TYPES, Types, typed
from provider_lib.spec import Call, Field, placeholders, roles
from provider_lib.spec.calls import FIELDS, Verbatim
from provider_lib.spec.types import UNKNOWN, DynamicValue, List, Map, Object, Set

_DOTS = re.compile(r"/(\.|%2[eE]){1,2}(/|$)")

Wire = Mapping[str, Any]
"""Values as they go over the wire, by field name."""


def to_wire(
    fields: Mapping[str, Field], values: Mapping[str, Any], secrets: Mapping[str, Any], types: Types = NO_TYPES
) -> dict[str, Any]:
    """Every field's value as the server wants it.

    Args:
        secrets: merged into the configuration or document; in a configuration they are texts.
        types: of the values of a typed configuration.
    """
    wire = {name: _value(field, values.get(name)) for name, field in fields.items()}
    for name, field in fields.items():
        if isinstance(field.role, roles.ConfigMap):
            injected = {key: fill(template, wire) for key, template in field.role.injects.items()}
            config = wire[name] or {}
            wire[name] = {**(typed(config, types) if field.role.typed else config), **secrets, **injected}
        if isinstance(field.role, roles.Document):
            wire[name] = planted(wire[name], secrets)
    return wire


def _value(field: Field, value: Any) -> Any:
    if value is None or value is UNKNOWN:
        return None
    if isinstance(value, DynamicValue):
        return value.value
    match field.type:
        case Object(fields=fields):
            return _nested(fields, value)
        case List(of=Object(fields=fields)) | Set(of=Object(fields=fields)):
            return [_nested(fields, item) for item in value]
        case Map(of=Object(fields=fields)):
            return {key: _nested(fields, item) for key, item in value.items()}
        case _:
            pass
    if isinstance(value, str) and value in field.send:
        value = field.send[value]
    return decode(value) if field.same == "json" and isinstance(value, str) else value


def _nested(fields: Mapping[str, Field], value: Mapping[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, field in fields.items():
        if field.request_path is not None and value.get(name) is not None:
            document = with_value(document, field.request_path, _value(field, value[name]))
    return document


def fill(template: str, wire: Wire) -> str:
    """A template with its place-holders filled in as text."""
    if isinstance(template, Verbatim):
        return template
    return _replaced(template, lambda name: str(look_up(wire, name)))


def _replaced(template: str, text_of: Callable[[str], str]) -> str:
    """A template with its place-holders replaced, all at once: braces in a value are none."""
    places = "|".join(re.escape("{" + name + "}") for name in placeholders(template))
    return re.sub(places, lambda found: text_of(found[0][1:-1]), template) if places else template


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
        ConfigError: a value, or the path as it was declared, has a step that no encoding protects.
    """
    path = _replaced(call.path, lambda name: _segment(name, look_up(wire, name)))
    if path.startswith("/") and _DOTS.search(path.partition("?")[0]):
        raise ConfigError(
            f"the path {path} has a step . or ..",
            "Clients and servers take such steps out, so that something else would be asked for. Write the path "
            "without them.",
        )
    return path


def _segment(name: str, value: Any) -> str:
    text = str(value)
    if text in ("", ".", ".."):
        field, bracket, key = name.partition("[")
        path = (field, key.removesuffix("]")) if bracket else (field,)
        raise ConfigError(f"{'.'.join(path)} must not be {text!r}", "It stands in the path of a request.", path)
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


def headers_of(call: Call, wire: Wire) -> dict[str, str]:
    """The headers of a call; null is left out."""
    filled = {name: _template(template, wire) for name, template in call.headers.items()}
    return {name: str(value) for name, value in filled.items() if value is not None}


def body_of(call: Call, fields: Mapping[str, Field], wire: Wire, only: Sequence[str] | None = None) -> Any:
    """The body of a call; of FIELDS all sent ones that are not in the path, or those named by ``only``."""
    body = _fields(call, fields, wire, only) if call.body is FIELDS else _template(call.body, wire)
    added = {path: value for path, item in call.adds.items() if (value := _template(item, wire)) is not None}
    if call.operations:
        return [*(call.amends or ()), *(member_test(path, value) for path, value in added.items()), *body]
    for path, value in added.items():
        body = with_value(body, path, value)
    return body if call.amends is None else call.amends if body is None else apply_merge_patch(body, call.amends)


def _fields(call: Call, fields: Mapping[str, Field], wire: Wire, only: Sequence[str] | None) -> dict[str, Any]:
    in_path = placeholders(call.path)
    body: dict[str, Any] = {}
    for name, field in fields.items():
        if field.request_path is None or (only is not None and name not in only):
            continue
        if name in in_path and not call.with_key:
            continue
        if wire[name] is not None or only is not None:
            body = with_value(body, field.request_path, wire[name])
    return body


def _template(template: Any, wire: Wire) -> Any:
    """A template with place-holders; one that is the whole text stands for the value itself."""
    if isinstance(template, Mapping):
        filled = {name: _template(item, wire) for name, item in template.items()}
        return {name: item for name, item in filled.items() if item is not None}
    if isinstance(template, list | tuple):
        return [_template(item, wire) for item in template]
    if not isinstance(template, str) or isinstance(template, Verbatim):
        return template
    names = placeholders(template)
    if len(names) == 1 and template == "{" + names[0] + "}":
        return look_up(wire, names[0])
    return fill(template, wire)
