"""A typed configuration goes over the wire in the types of its keys."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.rest.json.exact_json import encode
from provider_lib.rest.mapping.typed_values import ValueType, typed

BOOLEAN, NUMBER, LIST, DOCUMENT, TEXT = map(ValueType, ("boolean", "number", "list", "document", "text"))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (BOOLEAN, "true", True),
        (BOOLEAN, '"false"', False),
        (BOOLEAN, "yes", "yes"),
        (BOOLEAN, "1", "1"),
        (NUMBER, "5432", 5432),
        (NUMBER, "0.10", Decimal("0.10")),
        (NUMBER, '"5432"', 5432),
        (NUMBER, "1e5", Decimal("1E+5")),
        (NUMBER, "true", "true"),
        (NUMBER, "007", "007"),
        (NUMBER, "", ""),
        (LIST, '["a", "b"]', ["a", "b"]),
        (LIST, "a, b", ["a", "b"]),
        (LIST, "a", ["a"]),
        (LIST, "[]", []),
        (LIST, "", ""),
        (DOCUMENT, '{"a": [1.0]}', {"a": [Decimal("1.0")]}),
        (DOCUMENT, '"[1]"', "[1]"),
        (DOCUMENT, "free", "free"),
        (TEXT, "5432", "5432"),
        (TEXT, "true", "true"),
        (TEXT, '"5432"', "5432"),
        (TEXT, '"abc"', '"abc"'),
        (TEXT, '{"a": 1}', '{"a": 1}'),
        (TEXT, '["a", "b"]', "a,b"),
        (TEXT, '[["a"]]', '[["a"]]'),
        (ValueType("text", (True, False)), "true", True),
        (ValueType("text", ("on", 5)), "5", 5),
        (ValueType("list", (1, 2)), "1,2", [1, 2]),
    ],
)
def test_a_text_becomes_a_value_of_the_type_of_its_key(kind: ValueType, text: str, value: Any) -> None:
    found = typed({"key": text}, {"key": kind})["key"]
    assert (found, type(found), encode(found)) == (value, type(value), encode(value))


def test_a_key_of_unknown_type_gets_what_its_text_looks_like() -> None:
    assert typed({"a": "true", "b": "5", "c": "x", "d": "[1]", "e": '"5"', "gone": None}, {}) == {
        "a": True,
        "b": 5,
        "c": "x",
        "d": [1],
        "e": "5",
        "gone": None,
    }
