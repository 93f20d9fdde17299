"""Objects of a declared schema in MessagePack: codecs are built once per schema, then used for every call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgpack

from provider_lib.errors import SluiceError
from provider_lib.protocol.dynamic import DYNAMIC
from provider_lib.protocol.wire import BOOL, NUMBER, STRING, Codec, mapping, record, sequence
from provider_lib.spec.provider import Values
from provider_lib.spec.schema import Attribute
from provider_lib.spec.types import (
    UNKNOWN,
    Bool,
    Dynamic,
    DynamicValue,
    List,
    Map,
    Number,
    Object,
    Set,
    String,
    Type,
)


class ObjectCodec:
    """The whole value of a resource, data source, action or provider block.

    Write-only attributes are decoded, since a configuration carries them, and always encoded as null, since
    nothing that a provider answers may.
    """

    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self._attributes = {name: _codec_of_attribute(attribute) for name, attribute in attributes.items()}
        self._whole = record(self._attributes)

    def decode(self, data: bytes) -> Values | None:
        """Read what Terraform sent; nothing at all is null, too."""
        values: Values | None = self._whole.decode(_unpack(data)) if data else None
        return values

    def encode(self, values: Values | None) -> bytes:
        """Write an answer.

        Raises:
            SluiceError: a value does not fit its type; the path says which.
        """
        return _pack(self._whole.encode(values))

    def salvage(self, values: Values) -> Values:
        """What of ``values`` can be encoded: the attributes that cannot are left out."""
        return {name: value for name, value in values.items() if self._fits(name, value)}

    def _fits(self, name: str, value: Any) -> bool:
        try:
            _pack(self._attributes[name].encode(value))
        except (SluiceError, KeyError):
            return False
        return True


def without_unknowns(value: Any) -> Any:
    """``value`` with null wherever it was unknown."""
    match value:
        case dict():
            return {key: without_unknowns(item) for key, item in value.items()}
        case list():
            return [without_unknowns(item) for item in value]
        case DynamicValue(type=kind, value=content):
            return DynamicValue(kind, without_unknowns(content))
        case _:
            return None if value is UNKNOWN else value


def _codec_of_attribute(attribute: Attribute) -> Codec:
    codec = _codec_of(attribute.type)
    return Codec(codec.decode, _encode_null) if attribute.write_only else codec


def _codec_of(kind: Type) -> Codec:
    match kind:
        case String():
            return STRING
        case Number():
            return NUMBER
        case Bool():
            return BOOL
        case Dynamic():
            return DYNAMIC
        case List(of=of) | Set(of=of):
            return sequence(_codec_of(of))
        case Map(of=of):
            return mapping(_codec_of(of))
        case Object(attributes=attributes):
            return record({name: _codec_of_attribute(item) for name, item in attributes.items()})


def _encode_null(_: Any) -> None:
    return None


def _unpack(data: bytes) -> Any:
    return msgpack.unpackb(data, ext_hook=_unknown, strict_map_key=False)


def _unknown(_code: int, _refinement: bytes) -> Any:
    """Every extension is an unknown value; what is already known about it (not null, a prefix) is not used."""
    return UNKNOWN


def _pack(value: Any) -> bytes:
    try:
        return cast("bytes", msgpack.packb(value))
    except UnicodeEncodeError:
        raise SluiceError(
            "A text cannot be stored in Terraform's state",
            "It holds half of a surrogate pair, which is not valid Unicode.",
        ) from None
