"""What a field is planned to be when the configuration leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.rest.mapping.request import fill
from provider_lib.spec import Field, Template, WhenEquals, placeholders
from provider_lib.spec.types import UNKNOWN


def default_of(field: Field, values: Mapping[str, Any]) -> Any:
    """The default of a field, UNKNOWN while the fields it is made from are."""
    match field.default:
        case Template(text=text):
            return filled(text, values)
        case WhenEquals(field=other, value=value):
            return UNKNOWN if values[other] is UNKNOWN else values[other] == value
        case constant:
            return constant


def with_defaults(fields: Mapping[str, Field], config: Mapping[str, Any]) -> Values:
    """A configuration in which what was left out has its default."""
    return {
        name: default_of(fields[name], config) if value is None and fields[name].is_input else value
        for name, value in config.items()
    }


def filled(template: str, values: Mapping[str, Any]) -> Any:
    """A template filled in, UNKNOWN while a field it mentions is."""
    if any(values[name] is UNKNOWN for name in placeholders(template)):
        return UNKNOWN
    return fill(template, values)
