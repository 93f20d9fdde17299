"""Servers with forms of their own: what they make of what they are given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tests.hostile.scene import CONNECTOR, ENVIRONMENT, TAG, THING, Kind
from tests.hostile.server import Request, Response


@dataclass(frozen=True)
class Form:
    """What a server makes of two values.

    Args:
        first: what is sent, and what the server makes of it.
        second: the same of what is sent by a change.
    """

    first: tuple[Any, Any]
    second: tuple[Any, Any]


FORMS = {
    "trims the end": Form(("Answer politely.\n", "Answer politely."), ("Answer briefly. \n", "Answer briefly.")),
    "trims both ends": Form(("  one ", "one"), ("\ttwo", "two")),
    "folds white space": Form(("a  b\n c", "a b c"), ("d  e", "d e")),
    "lower-cases": Form(("Ada Lovelace", "ada lovelace"), ("Grace Hopper", "grace hopper")),
    "upper-cases": Form(("eu-west", "EU-WEST"), ("us-east", "US-EAST")),
    "rounds text": Form(("3.14159", "3.14"), ("2.71828", "2.72")),
    "ends an address with a slash": Form(("https://a.example/x", "https://a.example/x/"), ("http://b", "http://b/")),
    "lower-cases a host": Form(("https://A.Example/X", "https://a.example/X"), ("HTTP://B", "http://b")),
    "reformats durations": Form(("90m", "1h30m0s"), ("PT2H", "7200s")),
    "reformats dates": Form(("2026-01-01", "2026-01-01T00:00:00Z"), ("2026-02-01 10:00", "2026-02-01T10:00:00Z")),
    "shortens": Form(("abcdefghij", "abcdef"), ("klmnopqrst", "klmnop")),
    "re-indents": Form(('{"a": 1}', '{\n  "a": 1\n}'), ('{"b": 2}', '{\n  "b": 2\n}')),
    "replaces": Form(("straße", "strasse"), ("naïve", "naive")),
    "writes entities": Form(("a & b", "a &amp; b"), ("c < d", "c &lt; d")),
    "ends lines as Windows does": Form(("a\nb", "a\r\nb"), ("c\nd", "c\r\nd")),
}
"""Of texts, which every kind has."""

SHAPES = {
    "rounds": Form((Decimal("3.14159"), Decimal("3.14")), (Decimal("2.71828"), Decimal("2.7"))),
    "rounds to whole numbers": Form((Decimal("10.4"), 10), (Decimal("11.6"), 12)),
    "has steps": Form((1499, 1500), (2501, 2500)),
    "writes numbers as text": Form((5, "5"), (6, "6")),
    "reads numbers in text": Form(("5", 5), ("6", 6)),
    "reads flags in text": Form(("true", True), ("false", False)),
    "sorts": Form((["c", "a", "b"], ["a", "b", "c"]), (["z", "x"], ["x", "z"])),
    "sorts objects": Form(([{"n": 2}, {"n": 1}], [{"n": 1}, {"n": 2}]), ([{"n": 4}, {"n": 3}], [{"n": 3}, {"n": 4}])),
    "lower-cases items": Form((["A", "b"], ["a", "b"]), (["C"], ["c"])),
    "lower-cases in items": Form(([{"n": "A"}], [{"n": "a"}]), ([{"n": "B", "m": 1}], [{"n": "b", "m": 1}])),
    "drops doubles": Form((["a", "b", "a"], ["a", "b"]), (["c", "c"], ["c"])),
    "lower-cases labels": Form(({"k": "A", "m": "x"}, {"k": "a", "m": "x"}), ({"k": "B"}, {"k": "b"})),
    "fills null in": Form((None, "standard"), ("own", "own ")),
}
"""Of JSON, which only the generic object has."""


class Normalising:
    """A world that makes of some values what it likes, wherever it is given them."""

    def __init__(self, world: Any, made: Mapping[str, Any]) -> None:
        self.world = world
        self._made = made

    @property
    def objects(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.world.objects
        return found

    def __call__(self, request: Request) -> Response:
        if request.body:
            given = json.loads(request.body, parse_float=Decimal)
            request = replace(request, body=json.dumps(self._form(given), default=float).encode())
        return self.world(request)  # type: ignore[no-any-return]

    def _form(self, value: Any) -> Any:
        if written(value) in self._made:
            return self._made[written(value)]
        if isinstance(value, dict):
            return {name: self._form(item) for name, item in value.items()}
        return [self._form(item) for item in value] if isinstance(value, list) else value


def written(value: Any) -> str:
    """A JSON value as a text that tells it from all others."""
    return json.dumps(value, sort_keys=True, default=float)


def with_form(kind: Kind, form: Form, place: str) -> tuple[Kind, dict[str, Any]]:
    """A kind whose server has a form, with the first value at a place; and the change that gives the second."""
    made = {written(sent): shown for sent, shown in (form.first, form.second)}
    config = dict(kind.config) | configured(kind, place, form.first[0])
    return replace(kind, world=lambda: Normalising(kind.world(), made), config=config), configured(
        kind, place, form.second[0]
    )


def configured(kind: Kind, place: str, value: Any) -> dict[str, Any]:
    """A configuration with a value at a place, of an attribute or of an entry of it."""
    attribute, _, entry = place.partition(".")
    if not entry:
        return {attribute: value}
    return {attribute: dict(kind.config.get(attribute) or {}) | {entry: value}}


PLACES = {
    "thing": (THING, "body.note"),
    "connector": (CONNECTOR, "config.note"),
    "environment": (ENVIRONMENT, "display_name"),
    "label": (ENVIRONMENT, "metadata.note"),
    "tag": (TAG, "description"),
}
"""Where texts stand in each kind."""


def put(objects: Any, old: Any, new: Any) -> Any:
    """A document with every occurrence of a value replaced."""
    if written(objects) == written(old):
        return new
    if isinstance(objects, dict):
        return {name: put(item, old, new) for name, item in objects.items()}
    return [put(item, old, new) for item in objects] if isinstance(objects, list) else objects
