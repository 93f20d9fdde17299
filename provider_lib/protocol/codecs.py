"""How one value looks in MessagePack, per kind of type: the bricks that ``object_codec`` builds from.

A codec takes what msgpack has unpacked and gives the Python value of ``spec.types``, and back. Values of the
wrong kind are refused with their path, so that a slip is named by attribute and not by Terraform's decoder.
Source: zclconf/go-cty, docs/concepts and cty/msgpack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import msgpack

from provider_lib.errors import SluiceError
from provider_lib.spec.types import UNKNOWN

UNKNOWN_ON_WIRE: Final = msgpack.ExtType(0, b"\0")

SMALLEST_INTEGER: Final = -(2**63)
LARGEST_INTEGER: Final = 2**64 - 1
"""Integers outside these two travel as text: MessagePack has no larger ones."""


class Codec(NamedTuple):
    """Both directions for one type; null and unknown pass through either."""

    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]


def misfit(expected: str, value: object) -> SluiceError:
    """The error for a value of the wrong kind; names kinds, never values."""
    return SluiceError(
        "Sluice produced a value that does not fit its type",
        f"Expected {expected}, got {type(value).__name__}. This is a bug in Sluice: please report it.",
    )


def inside(step: str | int, error: SluiceError) -> SluiceError:
    """``error``, met one step further in."""
    return error.but(path=(step, *error.path))


def as_is(value: Any) -> Any:
    """The codec of whatever needs no change."""
    return value


def _unless_absent(encode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same for values that are there; null and unknown look alike for every type."""

    def encode_any(value: Any) -> Any:
        if value is None:
            return None
        return UNKNOWN_ON_WIRE if value is UNKNOWN else encode(value)

    return encode_any


def primitive(python: type, words: str) -> Codec:
    """Text and truth values: the same on the wire as in Python."""

    def encode(value: Any) -> Any:
        if value is None or isinstance(value, python):
            return value
        if value is UNKNOWN:
            return UNKNOWN_ON_WIRE
        raise misfit(words, value)

    return Codec(as_is, encode)


STRING: Final = primitive(str, "text")
BOOL: Final = primitive(bool, "true or false")


def _decode_number(value: Any) -> Any:
    match value:
        case float() if value.is_integer():
            return int(value)
        case float():
            return Decimal(value)
        case str():
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else number
        case _:
            return value


@_unless_absent
def _encode_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise misfit("an int or a Decimal", value)
    if isinstance(value, int) and SMALLEST_INTEGER <= value <= LARGEST_INTEGER:
        return value
    number = Decimal(value)  # str(int) would refuse more than 4300 digits
    if not number.is_finite():
        raise misfit("a finite number", value)
    return format(number, "f")


NUMBER: Final = Codec(_decode_number, _encode_number)


def sequence(of: Codec) -> Codec:
    """Lists and sets."""

    def decode(value: Any) -> Any:
        return [of.decode(item) for item in value] if isinstance(value, list) else value

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, list | tuple | set | frozenset):
            raise misfit("a list", value)
        return [_encode_inside(index, of, item) for index, item in enumerate(value)]

    return Codec(as_is if of.decode is as_is else decode, encode)


def mapping(of: Codec) -> Codec:
    """Maps: any text as key, values of one type."""

    def decode(value: Any) -> Any:
        return {key: of.decode(item) for key, item in value.items()} if isinstance(value, dict) else value

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise misfit("a dict", value)
        return {key: _encode_inside(key, of, item) for key, item in value.items()}

    return Codec(as_is if of.decode is as_is else decode, encode)


def record(attributes: Mapping[str, Codec]) -> Codec:
    """Objects. Terraform wants every attribute named: what the Python value lacks becomes null."""

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: codec.decode(value.get(name)) for name, codec in attributes.items()}

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise misfit("a dict", value)
        if strangers := value.keys() - attributes.keys():
            raise inside(min(strangers), misfit("no such attribute", value))
        return {name: _encode_inside(name, codec, value.get(name)) for name, codec in attributes.items()}

    return Codec(decode, encode)


def positional(elements: Sequence[Codec]) -> Codec:
    """Tuples, which only occur inside dynamic values: lists with a type for each place."""

    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [codec.decode(item) for codec, item in zip(elements, value, strict=True)]

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, list | tuple) or len(value) != len(elements):
            raise misfit(f"a list of {len(elements)}", value)
        pairs = zip(elements, value, strict=True)
        return [_encode_inside(index, codec, item) for index, (codec, item) in enumerate(pairs)]

    return Codec(decode, encode)


def _encode_inside(step: str | int, codec: Codec, value: Any) -> Any:
    try:
        return codec.encode(value)
    except SluiceError as error:
        raise inside(step, error) from None
