"""How one value looks in MessagePack, per kind of type: the bricks that ``object_codec`` builds from.

A codec takes what msgpack has unpacked and gives the Python value of ``spec.types``, and back. Values of the
wrong kind are refused with their path, so that a slip is named by attribute and not by Terraform's decoder.
Source: zclconf/go-cty, docs/concepts and cty/msgpack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any, Final, NamedTuple

import msgpack

from provider_lib.errors import MalformedRequest, SluiceError
from provider_lib.spec.numbers import MOST_DIGITS, as_whole, is_writable
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
    """The error for a value of ours of the wrong kind; names kinds, never values."""
    return SluiceError(
        "Sluice produced a value that does not fit its type",
        f"Expected {expected}, got {type(value).__name__}. This is a bug in Sluice: please report it.",
    )


def unfit(expected: str, value: object) -> SluiceError:
    """The error for a value of the wrong kind that was sent to us; names kinds, never values."""
    return MalformedRequest(f"{type(value).__name__} where {expected} belongs")


def inside(step: str | int, error: SluiceError) -> SluiceError:
    """``error``, met one step further in."""
    return error.but(path=(step, *error.path))


def _is_absent(value: Any) -> bool:
    return value is None or value is UNKNOWN


def _unless_absent(encode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same for values that are there; null and unknown look alike for every type."""

    def encode_any(value: Any) -> Any:
        if value is None:
            return None
        return UNKNOWN_ON_WIRE if value is UNKNOWN else encode(value)

    return encode_any


def primitive(python: type, words: str) -> Codec:
    """Text and truth values: the same on the wire as in Python."""

    def decode(value: Any) -> Any:
        if isinstance(value, python) or _is_absent(value):
            return value
        raise unfit(words, value)

    def encode(value: Any) -> Any:
        if value is None or isinstance(value, python):
            return value
        if value is UNKNOWN:
            return UNKNOWN_ON_WIRE
        raise misfit(words, value)

    return Codec(decode, encode)


STRING: Final = primitive(str, "text")
BOOL: Final = primitive(bool, "true or false")


def _decode_number(value: Any) -> Any:
    if _is_absent(value) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if not isinstance(value, float | str):
        raise unfit("a number", value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise unfit("a number", value) from None
    return as_whole(_checked(number))


def _checked(number: Decimal) -> Decimal:
    if is_writable(number):
        return number
    if not number.is_finite():
        raise SluiceError("A number is not finite", "Give one that can be written in digits.")
    raise SluiceError(f"A number has more than {MOST_DIGITS} digits", "Give it as text if the API takes that.")


@_unless_absent
def _encode_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise misfit("an int or a Decimal", value)
    if isinstance(value, int) and SMALLEST_INTEGER <= value <= LARGEST_INTEGER:
        return value
    return format(_checked(Decimal(value)), "f")


NUMBER: Final = Codec(_decode_number, _encode_number)


def sequence(of: Codec) -> Codec:
    """Lists and sets."""

    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            return _absent(value, "a list")
        try:
            return [of.decode(item) for item in value]
        except SluiceError:
            raise _first_misfit((index, of.decode, item) for index, item in enumerate(value)) from None

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, list | tuple | set | frozenset):
            raise misfit("a list", value)
        return [_encode_inside(index, of, item) for index, item in enumerate(value)]

    return Codec(decode, encode)


def mapping(of: Codec) -> Codec:
    """Maps: any text as key, values of one type."""

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            return _absent(value, "a map")
        if of is STRING and _is_all_text(value):
            return value
        try:
            return {STRING.decode(key): of.decode(item) for key, item in value.items()}
        except SluiceError:
            raise _first_misfit((str(key), of.decode, item) for key, item in value.items()) from None

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise misfit("a dict", value)
        if of is STRING and _is_all_text(value):
            return dict(value)
        return {key: _encode_inside(key, of, item) for key, item in value.items()}

    return Codec(decode, encode)


def _is_all_text(value: Mapping[Any, Any]) -> bool:
    """Whether keys and values are as they travel: most maps are, and asking is quicker than to go through them."""
    return {*map(type, value), *map(type, value.values())} <= {str}


def record(attributes: Mapping[str, Codec]) -> Codec:
    """Objects. Terraform wants every attribute named: what the Python value lacks becomes null."""
    decoders = [(name, codec.decode) for name, codec in attributes.items()]
    encoders = [(name, codec.encode) for name, codec in attributes.items()]

    def decode(value: Any) -> Any:
        if not isinstance(value, dict):
            return _absent(value, "an object")
        try:
            return {name: decode(value.get(name)) for name, decode in decoders}
        except SluiceError:
            raise _first_misfit((name, decode, value.get(name)) for name, decode in decoders) from None

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise misfit("a dict", value)
        if strangers := value.keys() - attributes.keys():
            raise inside(min(strangers), misfit("no such attribute", value))
        try:
            return {name: encode(value.get(name)) for name, encode in encoders}
        except SluiceError:
            raise _first_misfit((name, encode, value.get(name)) for name, encode in encoders) from None

    return Codec(decode, encode)


def positional(elements: Sequence[Codec]) -> Codec:
    """Tuples, which only occur inside dynamic values: lists with a type for each place."""

    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            return _absent(value, "a tuple")
        if len(value) != len(elements):
            raise unfit(f"a tuple of {len(elements)}", value)
        try:
            return [codec.decode(item) for codec, item in zip(elements, value, strict=True)]
        except SluiceError:
            decoders = (element.decode for element in elements)
            raise _first_misfit(zip(count(), decoders, value, strict=False)) from None

    @_unless_absent
    def encode(value: Any) -> Any:
        if not isinstance(value, list | tuple) or len(value) != len(elements):
            raise misfit(f"a list of {len(elements)}", value)
        pairs = zip(elements, value, strict=True)
        return [_encode_inside(index, codec, item) for index, (codec, item) in enumerate(pairs)]

    return Codec(decode, encode)


def _absent(value: Any, expected: str) -> Any:
    if _is_absent(value):
        return value
    raise unfit(expected, value)


def _first_misfit(parts: Iterable[tuple[str | int, Callable[[Any], Any], Any]]) -> SluiceError:
    """The error of the first part that is refused, with its place: looked for only once something is wrong."""
    for step, take, item in parts:
        try:
            take(item)
        except SluiceError as error:
            return inside(step, error)
    return MalformedRequest("a key of a map that is no text")


def _encode_inside(step: str | int, codec: Codec, value: Any) -> Any:
    try:
        return codec.encode(value)
    except SluiceError as error:
        raise inside(step, error) from None
