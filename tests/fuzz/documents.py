"""JSON documents that are almost what they should be."""

from __future__ import annotations

import json
from random import Random
from typing import Any

STRANGERS: list[Any] = [None, True, 0, -1, 7.5, 10**400, "", "x", "\u202e\x1b[31m", [], {}, [None], [[]], {"a": {}}]
TOKENS = ["1e300000", "1e999999999", "9" * 5000, "NaN", "-Infinity", "[" * 50_000, "{", '"\\ud800"', "nul", ""]
"""What no document that JSON's own writer makes can have."""


def spoilt(dice: Random, whole: Any) -> Any:
    """The same document with something missing in it, or something else in its place."""
    if isinstance(whole, dict) and whole and dice.random() < 0.93:
        name = dice.choice(list(whole))
        if dice.random() < 0.1:
            return {key: item for key, item in whole.items() if key != name}
        return {**whole, name: spoilt(dice, whole[name])}
    if isinstance(whole, list) and whole and dice.random() < 0.93:
        at = dice.randrange(len(whole))
        return [*whole[:at], spoilt(dice, whole[at]), *whole[at + 1 :]]
    return dice.choice(STRANGERS)


def spoilt_text(dice: Random, whole: Any) -> str:
    """A document as text: spoilt, cut, or with what is no JSON in it."""
    text = json.dumps(spoilt(dice, whole))
    match dice.randrange(8):
        case 0:
            return text[: dice.randrange(len(text) + 1)]
        case 1:
            at = dice.randrange(len(text) + 1)
            return text[:at] + dice.choice(TOKENS) + text[at:]
        case 2:
            places = [at for at, char in enumerate(text) if char == ":"] or [0]
            at = dice.choice(places) + 1
            return text[:at] + dice.choice(TOKENS) + text[at:].lstrip("0123456789 ")
        case _:
            return text
