"""Values of dynamic type: each travels with its own type, written as JSON."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final

from provider_lib.protocol.codecs import (
    BOOL,
    NUMBER,
    STRING,
    UNKNOWN_ON_WIRE,
    Codec,
    mapping,
    misfit,
    positional,
    record,
    sequence,
)
from provider_lib.spec.types import UNKNOWN, DynamicValue


def _decode(value: Any) -> Any:
    if value is None or value is UNKNOWN:
        return value
    type_json, content = value
    return DynamicValue(json.loads(type_json), _codec_of(type_json).decode(content))


def _encode(value: Any) -> Any:
    match value:
        case None:
            return None
        case DynamicValue(type=kind, value=content):
            type_json = json.dumps(kind, separators=(",", ":")).encode()
            return [type_json, _codec_of(type_json).encode(content)]
        case _ if value is UNKNOWN:
            return UNKNOWN_ON_WIRE
        case _:
            raise misfit("a DynamicValue", value)


DYNAMIC: Final = Codec(_decode, _encode)


@lru_cache(maxsize=256)  # the same few types come back with every value
def _codec_of(type_json: bytes) -> Codec:
    return codec_of_json(json.loads(type_json))


def codec_of_json(kind: Any) -> Codec:
    """The codec of a type as Terraform writes it in JSON, e.g. ``["list", "number"]``."""
    match kind:
        case "string":
            return STRING
        case "number":
            return NUMBER
        case "bool":
            return BOOL
        case "dynamic":
            return DYNAMIC
        case ["list" | "set", of]:
            return sequence(codec_of_json(of))
        case ["map", of]:
            return mapping(codec_of_json(of))
        case ["tuple", list(elements)]:
            return positional([codec_of_json(element) for element in elements])
        case ["object", dict(attributes), *_]:  # a list of optional attributes may follow
            return record({name: codec_of_json(of) for name, of in attributes.items()})
        case _:
            raise misfit("a Terraform type in JSON", kind)
