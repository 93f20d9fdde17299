"""Objects of a declared schema in MessagePack: codecs are built once per schema, then used for every call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, cast

import msgpack

from provider_lib.contract import Values
from provider_lib.errors import MalformedRequest, SluiceError
from provider_lib.protocol.codecs import BOOL, NUMBER, STRING, Codec, mapping, record, sequence
from provider_lib.protocol.dynamic import DYNAMIC
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

NULL: Final = Codec(decode=lambda _: None, encode=lambda _: None)
"""The codec of what is neither told nor heard."""


class ObjectCodec:
    """The whole value of a resource, data source, action or provider block.

    Only a configuration has write-only values. Everywhere else they are null both ways: Terraform proposes them
    as if they were stored, and refuses every answer that holds one.
    """

    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self._attributes = _codecs_of(attributes, write_only=False)
        self._whole = record(self._attributes)
        self._config = record(_codecs_of(attributes, write_only=True))

    def decode(self, data: bytes) -> Values | None:
        """Read a planned state; nothing at all is null, too."""
        return _decode(self._whole, data)

    def decode_state(self, data: bytes) -> Values | None:
        """Read a state, in which nothing is unknown."""
        return _decode(self._whole, data, _refuse_unknown)

    def decode_config(self, data: bytes) -> Values | None:
        """Read a configuration, with its write-only values."""
        return _decode(self._config, data)

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
        except Exception:
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


def _codecs_of(attributes: Mapping[str, Attribute], *, write_only: bool) -> dict[str, Codec]:
    return {
        name: _codec_of(attribute.type, write_only=write_only) if write_only or not attribute.write_only else NULL
        for name, attribute in attributes.items()
    }


def _codec_of(kind: Type, *, write_only: bool) -> Codec:
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
            return sequence(_codec_of(of, write_only=write_only))
        case Map(of=of):
            return mapping(_codec_of(of, write_only=write_only))
        case Object(attributes=attributes):
            return record(_codecs_of(attributes, write_only=write_only))


def _unknown(_code: int, _refinement: bytes) -> Any:
    """Every extension is an unknown value; what is already known about it (not null, a prefix) is not used."""
    return UNKNOWN


def _refuse_unknown(_code: int, _refinement: bytes) -> NoReturn:
    raise MalformedRequest("something unknown in a state")


def _decode(codec: Codec, data: bytes, extension: Callable[[int, bytes], Any] = _unknown) -> Values | None:
    if not data:
        return None
    try:
        found = codec.decode(msgpack.unpackb(data, ext_hook=extension, strict_map_key=False))
    except SluiceError:
        raise
    except Exception as error:  # nothing but the bytes decides what becomes of them
        raise MalformedRequest(f"bytes that cannot be decoded ({type(error).__name__})") from error
    if found is UNKNOWN:
        raise MalformedRequest("nothing known of an object")
    values: Values | None = found
    return values


def _pack(value: Any) -> bytes:
    try:
        return cast("bytes", msgpack.packb(value))
    except UnicodeEncodeError:
        raise SluiceError(
            "A text cannot be stored in Terraform's state",
            "It holds half of a surrogate pair, which is not valid Unicode.",
        ) from None
