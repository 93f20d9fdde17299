"""Write-only attributes on cores that do not know them and would store their values in clear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import Path
from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.types import UNKNOWN, List, Map, Object, Set, Type

NEWER_CORE = "Use Terraform 1.11, OpenTofu 1.11, or later, which keep write-only attributes out of the state."
FROM_ENVIRONMENT = "Or name an environment variable of the provider's process in secret_env: only the name is stored."


def refuse_write_only(schema: Schema, config: Values) -> list[Diagnostic]:
    """An error for each write-only attribute that is set."""
    detail = f"{NEWER_CORE} {FROM_ENVIRONMENT}" if "secret_env" in schema.attributes else NEWER_CORE
    return [
        Diagnostic("error", "This Terraform would store a secret in its state", detail, path)
        for path in _set_write_only(schema.attributes, config)
    ]


def _set_write_only(attributes: Mapping[str, Attribute], values: Mapping[str, Any]) -> Iterator[Path]:
    for name, attribute in attributes.items():
        value = values.get(name)
        if value is None or value is UNKNOWN:  # what is unknown is checked again once it is known
            continue
        if attribute.write_only:
            yield (name,)
        else:
            for rest in _nested_write_only(attribute.type, value):
                yield (name, *rest)


def _nested_write_only(kind: Type, value: Any) -> Iterator[Path]:
    if value is None or value is UNKNOWN:
        return
    match kind:
        case Object(attributes=attributes):
            yield from _set_write_only(attributes, value)
        case List(of=Object() as of) | Set(of=Object() as of):
            for index, item in enumerate(value):
                for rest in _nested_write_only(of, item):
                    yield (index, *rest)
        case Map(of=Object() as of):
            for key, item in value.items():
                for rest in _nested_write_only(of, item):
                    yield (key, *rest)
