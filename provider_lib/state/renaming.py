"""The state of a stack in which one object has another name. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from provider_lib.errors import StateError


def renamed(
    state: str, type_name: str, old: Mapping[str, Any], new: Mapping[str, Any], identity: Collection[str]
) -> str:
    """A state, as its backend has it, with other values of what names one object.

    Args:
        state: not redacted.
        type_name: Terraform type of the object.
        old: attributes that tell it from others.
        new: attributes that change.
        identity: those by which Terraform itself knows it.

    Raises:
        StateError: it is not there exactly once, or the state cannot be written again as it is.
    """
    document = json.loads(state or "{}", parse_float=_exactly)
    found = _found(document, type_name, old)
    if len(found) != 1:
        name = "/".join(map(str, old.values()))
        raise StateError(f"The state has {len(found)} objects that are {type_name} {name}", "Nothing was changed.")
    [instance] = found
    instance["attributes"].update(new)
    if instance.get("identity"):
        instance["identity"].update({name: new[name] for name in identity})
    document["serial"] += 1
    return json.dumps(document, indent=2, ensure_ascii=False)


def has(state: str, type_name: str, attributes: Mapping[str, Any]) -> bool:
    """Whether a state has an object with these attributes."""
    return bool(_found(json.loads(state or "{}"), type_name, attributes))


def _found(document: Mapping[str, Any], type_name: str, attributes: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = attributes.items()
    return [each for each in _instances(document, type_name) if all(each["attributes"].get(k) == v for k, v in wanted)]


def _instances(document: Mapping[str, Any], type_name: str) -> Iterator[dict[str, Any]]:
    for resource in document.get("resources", ()):
        if resource["mode"] == "managed" and resource["type"] == type_name:
            yield from (each for each in resource["instances"] if "deposed" not in each)


def _exactly(digits: str) -> float:
    value = float(digits)
    if Decimal(repr(value)) != Decimal(digits):
        raise StateError(f"The state has a number with more digits than fit: {digits}", "Nothing was changed.")
    return value
