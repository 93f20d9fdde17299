from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.rest.json import exact_json

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_every_digit_survives_the_way_there_and_back() -> None:
    text = '{"id":9007199254740993,"price":0.1000000000000000055,"big":1E+400,"many":' + "7" * 100 + "}"
    value = exact_json.decode(text)
    assert value == {
        "id": 9007199254740993,
        "price": Decimal("0.1000000000000000055"),
        "big": Decimal("1E+400"),
        "many": int("7" * 100),
    }
    assert exact_json.encode(value) == text


@given(VALUES)
def test_any_value_is_read_back_as_it_was_written(value: Any) -> None:
    assert _tagged(exact_json.decode(exact_json.encode(value))) == _tagged(value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_what_json_can_write_itself_is_written_the_same(value: Any) -> None:
    assert exact_json.encode(value) == json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize("value", [1.5, {1: "x"}, b"x", Decimal("NaN"), Decimal("Infinity"), {"deep": [object()]}])
def test_what_has_no_exact_form_is_refused(value: Any) -> None:
    with pytest.raises(
        TypeError, match=r"^(float|int|bytes|Decimal|object) (has no exact form|cannot be a key) in JSON$"
    ):
        exact_json.encode(value)


@pytest.mark.parametrize("text", ["", "NaN", "[Infinity]", "{'a':1}", '{"a":1', "[" * 100_000, "<html>"])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        exact_json.decode(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 101 + "]" * 101, "JSON nested more than 100 levels deep"),
        ('{"a":' * 101 + "1" + "}" * 101, "JSON nested more than 100 levels deep"),
        ("[" * 1_000_000 + "]" * 1_000_000, "JSON nested more than 100 levels deep"),
        ("[" + "[]," * 2_000_001 + "1]", "JSON with more than 2000000 values"),
        ("9" * 1001, "a number of 1001 digits"),
        ("1e1000", "a number of more than 1000 digits"),
        ("1e-1001", "a number of more than 1000 digits"),
        (f"0.{'1' * 1001}", "a number of more than 1000 digits"),
        (f"{'1' * 501}.{'1' * 500}", "a number of more than 1000 digits"),
        ("-1e999999999", "a number of more than 1000 digits"),
        ("1e9999999999999999999", "a number with a huge exponent"),
        ("[NaN]", "NaN, which no JSON has"),
        ("-Infinity", "-Infinity, which no JSON has"),
    ],
)
def test_there_is_a_limit_to_what_a_document_may_hold(text: str, reason: str) -> None:
    for document in (text, text.encode()):
        with pytest.raises(exact_json.TooMuch, match=f"^{reason}$"):
            exact_json.decode(document)


def test_what_is_within_the_limits_keeps_every_digit() -> None:
    assert exact_json.decode("9" * 1000) == 10**1000 - 1
    assert exact_json.decode("1e999") == Decimal("1e999")
    assert exact_json.decode("1e-1000") == Decimal("1e-1000")
    assert exact_json.decode(f"{'1' * 500}.{'1' * 500}") == Decimal(f"{'1' * 500}.{'1' * 500}")
    assert exact_json.decode("[" * 100 + "]" * 100) is not None
    commas = "," * exact_json.MOST_VALUES
    assert exact_json.decode(f'"{commas}"') == commas


def test_of_members_with_the_same_name_the_last_counts() -> None:
    assert exact_json.decode('{"a": 1, "b": 2, "a": 3}') == {"a": 3, "b": 2}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"a\ud83d"', "a\ufffd"),
        (r'"a\uD83D"', "a\ufffd"),
        (r'{"\udc00": ["\uDFFF"]}', {"\ufffd": ["\ufffd"]}),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\\ud83d"', r"\ud83d"),
    ],
)
def test_half_a_character_becomes_the_sign_for_one_that_is_lost(text: str, value: Any) -> None:
    assert exact_json.decode(text) == value
    assert exact_json.decode(text.encode()) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (Decimal("1.50"), "1.50"),
        (Decimal("5.0"), "5"),
        (Decimal("50e-1"), "5"),
        (Decimal("-0.0"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        ("true", "true"),
        ({"a": [1]}, '{"a":[1]}'),
        ([False], "[false]"),
    ],
)
def test_a_value_is_written_as_text_without_exponents(value: Any, text: str) -> None:
    assert exact_json.as_text(value) == text


def test_members_are_put_in_order_at_any_depth() -> None:
    document = {"b": [{"d": 1, "c": ({"f": None, "e": "x"},)}], "a": {}}
    assert exact_json.encode(exact_json.in_order(document)) == '{"a":{},"b":[{"c":[{"e":"x","f":null}],"d":1}]}'


def _tagged(value: Any) -> Any:
    """Numbers with their digits, so that 1 and 1.0 and True differ; an integral Decimal may come back as an int."""
    match value:
        case dict():
            return {key: _tagged(item) for key, item in value.items()}
        case list():
            return [_tagged(item) for item in value]
        case int() | Decimal() if not isinstance(value, bool):
            return ("number", str(value))
    return value
