"""Values as a schema has them, and as nobody should send them."""

from __future__ import annotations

from random import Random
from typing import Any

import msgpack

from provider_lib.spec.schema import Attribute
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type

UNKNOWN = msgpack.ExtType(0, b"\0")
TEXTS = ["", "orders", "a/b", "%2F", "{id}", "${x}", "\0", "\u202e", "1e999999999", "true", "ä" * 40, "-1", "10m"]
NUMBERS: list[Any] = [0, 1, -1, 3, 2**64 - 1, 0.5, "0.1", "123456789012345678901234567890", "1e3"]
MONSTERS: list[Any] = [
    "1e300000",
    "1e999999999",
    "-1e-999999999",
    "1e99999999999999999999",
    "9" * 5000,
    "NaN",
    "Infinity",
    float("nan"),
    float("inf"),
    "0x10",
    "",
    "one",
]
STRANGERS: list[Any] = [
    None,
    True,
    7,
    -1.5,
    "text",
    b"\xff\xfe",
    [],
    [[[]]],
    {},
    {"a": {"b": None}},
    {1: 2},
    UNKNOWN,
    msgpack.ExtType(12, b"\x81\x01\xc2"),
    msgpack.ExtType(99, b""),
    msgpack.Timestamp(1),
    *MONSTERS,
]
TYPES: list[Any] = [
    b'"string"',
    b'"number"',
    b'["list","string"]',
    b'["object",{"a":"dynamic"}]',
    b'["tuple",["bool"]]',
]
BROKEN_TYPES: list[Any] = [
    b"",
    b"{",
    b"\xff",
    b'"text"',
    b"[" * 3000,
    b"7",
    "string",
    None,
    [],
    b'["tuple"]',
    b'["map"]',
]


def value(dice: Random, kind: Type, depth: int = 0) -> Any:
    """A value of a type, null and unknown among them."""
    if dice.random() < 0.15:
        return None
    if dice.random() < 0.02:
        return UNKNOWN
    match kind:
        case String():
            return dice.choice(TEXTS)
        case Number():
            return dice.choice(NUMBERS)
        case Bool():
            return dice.random() < 0.5
        case List(of=of) | Set(of=of):
            return [value(dice, of, depth + 1) for _ in range(dice.randrange(3))]
        case Map(of=of):
            return {dice.choice(TEXTS): value(dice, of, depth + 1) for _ in range(dice.randrange(3))}
        case Object(attributes=attributes):
            return record(dice, attributes)
        case Dynamic():
            return [b'["object",{"a":"string","n":"number"}]', {"a": "x", "n": dice.choice(NUMBERS)}]


def record(dice: Random, attributes: Any) -> dict[str, Any]:
    """An object with every attribute; what is required is there."""
    return {name: _attribute(dice, attribute) for name, attribute in attributes.items()}


def _attribute(dice: Random, attribute: Attribute) -> Any:
    found = value(dice, attribute.type)
    while attribute.required and found is None:
        found = value(dice, attribute.type)
    return found


def spoilt(dice: Random, whole: Any) -> Any:
    """The same value with something in it that does not belong there."""
    if isinstance(whole, dict) and whole and dice.random() < 0.9:
        name = dice.choice(list(whole))
        return {**whole, name: spoilt(dice, whole[name])}
    if isinstance(whole, list) and whole and dice.random() < 0.8:
        at = dice.randrange(len(whole))
        return [*whole[:at], spoilt(dice, whole[at]), *whole[at + 1 :]]
    match dice.randrange(4):
        case 0:
            return [dice.choice(BROKEN_TYPES), dice.choice(STRANGERS)]
        case 1:
            return [dice.choice(TYPES), dice.choice(STRANGERS)]
        case 2:
            return nested(dice.choice([200, 2000]))
        case _:
            return dice.choice(STRANGERS)


def nested(levels: int) -> Any:
    """Lists in lists."""
    found: Any = "deep"
    for _ in range(levels):
        found = [found]
    return found


def spoilt_bytes(dice: Random, data: bytes) -> bytes:
    """The same bytes, cut, flipped, or with others among them."""
    match dice.randrange(5):
        case 0:
            return data[: dice.randrange(len(data) + 1)]
        case 1:
            return data + dice.randbytes(dice.randrange(1, 9))
        case 2:
            return dice.randbytes(dice.randrange(60))
        case _:
            flipped = bytearray(data)
            for _ in range(dice.randrange(1, 5)):
                if flipped:
                    flipped[dice.randrange(len(flipped))] = dice.randrange(256)
            return bytes(flipped)


def packed(whole: Any) -> bytes:
    """A value in MessagePack, as deep as need be."""
    if (depth := _depth(whole)) > 500:
        return b"\x91" * depth + b"\xa4deep"
    packed: bytes = msgpack.packb(whole, strict_types=False)
    return packed


def _depth(whole: Any) -> int:
    depth, level = 0, [whole]
    while level:
        depth += 1
        level = [item for held in level for item in _held(held)]
    return depth


def _held(held: Any) -> list[Any]:
    if isinstance(held, dict):
        return list(held.values())
    return held if isinstance(held, list) else []
