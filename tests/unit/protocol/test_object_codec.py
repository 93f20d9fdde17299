"""Values keep their type and every digit on their way to Terraform and back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.errors import MalformedRequest, SluiceError
from provider_lib.protocol.object_codec import ObjectCodec, without_unknowns
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

UNKNOWN_EXT = msgpack.ExtType(0, b"\0")
NOT_NULL_EXT = msgpack.ExtType(12, b"\x81\x01\xc2")

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
INTEGERS = st.integers() | st.sampled_from([2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**30])
NUMBERS = INTEGERS | st.decimals(allow_nan=False, allow_infinity=False).map(
    lambda number: int(number) if number == number.to_integral_value() else number
)


def attribute(kind: Type, **flags: bool) -> Attribute:
    return Attribute(kind, **(flags or {"optional": True}))


def codec(kind: Type, **flags: bool) -> ObjectCodec:
    return ObjectCodec({"value": attribute(kind, **flags)})


def decode(kind: Type, wire: Any) -> Any:
    values = codec(kind).decode(msgpack.packb({"value": wire}))
    assert values is not None
    return values["value"]


def encode(kind: Type, value: Any) -> Any:
    packed = codec(kind).encode({"value": value})
    return msgpack.unpackb(packed, ext_hook=msgpack.ExtType)["value"]


@st.composite
def typed_values(draw: st.DrawFn, depth: int = 3) -> tuple[Type, Any, Any]:
    """A type, the same type in JSON, and a value of it."""
    kind: Type
    shape = draw(st.sampled_from(["string", "number", "bool"] + ["list", "set", "map", "object"] * (depth > 0)))
    inner, inner_json, value = draw(typed_values(depth=depth - 1)) if depth > 0 else (String(), "string", None)
    match shape:
        case "string":
            kind, kind_json, value = String(), "string", draw(TEXT)
        case "number":
            kind, kind_json, value = Number(), "number", draw(NUMBERS)
        case "bool":
            kind, kind_json, value = Bool(), "bool", draw(st.booleans())
        case "list":
            kind, kind_json, value = List(inner), ["list", inner_json], [value, value]
        case "set":
            kind, kind_json, value = Set(inner), ["set", inner_json], [value]
        case "map":
            kind, kind_json, value = Map(inner), ["map", inner_json], {draw(TEXT): value, "k": None}
        case _:
            kind = Object({"a": attribute(inner), "b": attribute(Bool())})
            kind_json, value = ["object", {"a": inner_json, "b": "bool"}], {"a": value, "b": UNKNOWN}
    return kind, kind_json, draw(st.sampled_from([value, value, value, None, UNKNOWN]))


@given(typed_values())
def test_a_value_of_any_type_comes_back_as_it_was(case: tuple[Type, Any, Any]) -> None:
    kind, _, value = case
    values = {"value": value}
    assert codec(kind).decode(codec(kind).encode(values)) == values


@given(typed_values())
def test_a_dynamic_value_comes_back_with_its_type(case: tuple[Type, Any, Any]) -> None:
    _, kind_json, value = case
    values = {"value": DynamicValue(kind_json, value)}
    assert codec(Dynamic()).decode(codec(Dynamic()).encode(values)) == values


@pytest.mark.parametrize(
    ("wire", "number"),
    [
        (9007199254740993, 9007199254740993),
        (2**63, 2**63),
        (str(2**64), 2**64),
        ("1" + "0" * 30, 10**30),
        (1.5e300, int(1.5e300)),
        ("0.1", Decimal("0.1")),
        (0.5, Decimal("0.5")),
        ("0." + "3" * 150, Decimal("0." + "3" * 150)),
        (None, None),
    ],
)
def test_numbers_from_terraform_keep_every_digit(wire: Any, number: Any) -> None:
    assert decode(Number(), wire) == number


@pytest.mark.parametrize(
    ("number", "wire"),
    [
        (9007199254740993, 9007199254740993),
        (-(2**63), -(2**63)),
        (2**64 - 1, 2**64 - 1),
        (2**64, str(2**64)),
        (10**30, "1" + "0" * 30),
        (Decimal("0.1"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
    ],
)
def test_numbers_to_terraform_keep_every_digit(number: Any, wire: Any) -> None:
    assert encode(Number(), number) == wire


def test_numbers_may_have_a_thousand_digits() -> None:
    assert encode(Number(), decode(Number(), "9" * 1000)) == "9" * 1000


TOO_LONG = ("A number has more than 1000 digits", "Give it as text if the API takes that.")
NO_NUMBER = ("A number is not finite", "Give one that can be written in digits.")


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("9" * 1001, TOO_LONG),
        ("1e300000", TOO_LONG),
        ("1e999999999", TOO_LONG),
        ("-1e-999999999", TOO_LONG),
        ("NaN", NO_NUMBER),
        ("inf", NO_NUMBER),
        (float("inf"), NO_NUMBER),
    ],
)
@pytest.mark.parametrize(
    ("kind", "around", "path"),
    [
        (Number(), lambda number: number, ("value",)),
        (Map(List(Number())), lambda number: {"a": [1, number]}, ("value", "a", 1)),
        (Dynamic(), lambda number: [b'["object",{"n":["list","number"]}]', {"n": [number]}], ("value", "n", 0)),
    ],
)
def test_a_number_that_nobody_means_is_an_error_at_its_place_at_once(
    kind: Type, around: Callable[[Any], Any], path: tuple[Any, ...], wire: Any, words: tuple[str, str]
) -> None:
    with pytest.raises(SluiceError) as caught:
        decode(kind, around(wire))
    assert (caught.value.summary, caught.value.detail, caught.value.path) == (*words, path)


@pytest.mark.parametrize("number", [10**1000, Decimal("1E+300000"), Decimal("1e-999999999")])
def test_no_number_is_written_out_that_nobody_can_read(number: Any) -> None:
    with pytest.raises(SluiceError, match="A number has more than 1000 digits"):
        encode(Dynamic(), DynamicValue("number", number))


@pytest.mark.parametrize(
    ("kind", "wire", "path", "words"),
    [
        (String(), 1, (), "int where text belongs"),
        (Bool(), "true", (), "str where true or false belongs"),
        (Number(), True, (), "bool where a number belongs"),
        (Number(), "one", (), "str where a number belongs"),
        (List(String()), ["a", b"b"], (1,), "bytes where text belongs"),
        (Map(Bool()), {"a": True, "b": "x"}, ("b",), "str where true or false belongs"),
        (Map(Bool()), {"b": "x"}, ("b",), "str where true or false belongs"),
        (Map(Bool()), ["a"], (), "list where a map belongs"),
        (List(String()), "a", (), "str where a list belongs"),
        (Set(String()), {"a": "b"}, (), "dict where a list belongs"),
        (Object({"a": attribute(String())}), "a", (), "str where an object belongs"),
        (Dynamic(), [b'["tuple",["bool"]]', "a"], (), "str where a tuple belongs"),
        (Map(Bool()), {1: True}, (), "a key of a map that is no text"),
        (Object({"a": attribute(String())}), {"a": []}, ("a",), "list where text belongs"),
        (Dynamic(), [b'["tuple",["bool"]]', [True, True]], (), "list where a tuple of 1 belongs"),
    ],
)
def test_a_request_with_a_value_of_the_wrong_kind_is_malformed(
    kind: Type, wire: Any, path: tuple[Any, ...], words: str
) -> None:
    with pytest.raises(MalformedRequest) as caught:
        decode(kind, wire)
    assert caught.value.path == ("value", *path)
    assert caught.value.detail.startswith(f"Something called the provider with {words}. ")


def test_nothing_is_unknown_in_a_state() -> None:
    unknown = msgpack.packb({"value": UNKNOWN_EXT})
    assert codec(String()).decode(unknown) == {"value": UNKNOWN}
    assert codec(String()).decode_config(unknown) == {"value": UNKNOWN}
    with pytest.raises(MalformedRequest) as caught:
        codec(String()).decode_state(unknown)
    assert caught.value.detail.startswith("Something called the provider with something unknown in a state. ")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xc1", "bytes that cannot be decoded (FormatError)"),
        (b"\x81", "bytes that cannot be decoded (ValueError)"),
        (b"\x81\xa5value", "bytes that cannot be decoded (ValueError)"),
        (b"\xd4\x00\x00", "nothing known of an object"),
        (b"\x81\xa5value\x92\xc4\x01[\xc0", "bytes that cannot be decoded (JSONDecodeError)"),
        (b"\x91" * 3000, "bytes that cannot be decoded (StackError)"),
        (b"\xa1\xff", "bytes that cannot be decoded (UnicodeDecodeError)"),
    ],
)
def test_bytes_that_are_no_value_are_a_malformed_request(data: bytes, words: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        codec(Dynamic()).decode(data)
    assert caught.value.detail.startswith(f"Something called the provider with {words}. ")


def test_a_third_survives_with_all_the_digits_that_terraform_sends() -> None:
    third = "0." + "3" * 154
    assert Fraction(encode(Number(), decode(Number(), third))) == Fraction(third)


@pytest.mark.parametrize("number", [0.5, True, "1", Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_exact_number_is_refused(number: Any) -> None:
    with pytest.raises(SluiceError) as caught:
        encode(Number(), number)
    assert caught.value.path == ("value",)


@pytest.mark.parametrize("kind", [String(), Number(), List(String()), Object({}), Dynamic()])
@pytest.mark.parametrize("wire", [UNKNOWN_EXT, NOT_NULL_EXT])
def test_unknown_is_unknown_whatever_is_known_about_it(kind: Type, wire: Any) -> None:
    assert decode(kind, wire) is UNKNOWN
    assert encode(kind, UNKNOWN) == UNKNOWN_EXT


@pytest.mark.parametrize(
    ("wire", "value"),
    [
        (None, None),
        ([b'"string"', "a"], DynamicValue("string", "a")),
        ([b'"string"', None], DynamicValue("string", None)),
        ([b'["tuple",["bool"]]', None], DynamicValue(["tuple", ["bool"]], None)),
        ([b'"string"', UNKNOWN_EXT], DynamicValue("string", UNKNOWN)),
        (
            [b'["tuple",["number",["object",{"a":"string"}]]]', ["0.1", {"a": "b"}]],
            DynamicValue(["tuple", ["number", ["object", {"a": "string"}]]], [Decimal("0.1"), {"a": "b"}]),
        ),
        (
            [b'["object",{"a":"dynamic"}]', {"a": [b'"bool"', True]}],
            DynamicValue(["object", {"a": "dynamic"}], {"a": DynamicValue("bool", True)}),
        ),
    ],
)
def test_dynamic_values_look_as_terraform_writes_them(wire: Any, value: Any) -> None:
    assert decode(Dynamic(), wire) == value
    assert encode(Dynamic(), value) == wire


def test_an_object_that_lacks_attributes_is_sent_with_all_of_them() -> None:
    kind = Object({"a": attribute(String()), "b": attribute(Number())})
    assert encode(kind, {"b": 1}) == {"a": None, "b": 1}


def test_a_write_only_value_is_read_from_a_configuration_and_from_nowhere_else() -> None:
    nested = Object({"pin": attribute(String(), optional=True, write_only=True)})
    both = ObjectCodec({"pin": nested.attributes["pin"], "deep": attribute(List(nested))})
    config = {"pin": "1234", "deep": [{"pin": "5678"}]}
    without = {"pin": None, "deep": [{"pin": None}]}
    assert both.decode_config(msgpack.packb(config)) == config
    assert both.decode(msgpack.packb(config)) == without
    assert both.decode_config(both.encode(config)) == without


def test_nothing_is_null() -> None:
    assert codec(String()).decode(b"") is None
    assert codec(String()).decode(codec(String()).encode(None)) is None


@pytest.mark.parametrize(
    ("kind", "value", "path", "words"),
    [
        (String(), 1, ("value",), "Expected text, got int."),
        (Bool(), "true", ("value",), "Expected true or false, got str."),
        (List(String()), "ab", ("value",), "Expected a list, got str."),
        (List(String()), ["a", 1], ("value", 1), "Expected text, got int."),
        (Map(Number()), {"k": "1"}, ("value", "k"), "Expected an int or a Decimal, got str."),
        (Object({"a": attribute(String())}), {"b": "x"}, ("value", "b"), "Expected no such attribute, got dict."),
        (Dynamic(), "plain", ("value",), "Expected a DynamicValue, got str."),
        (Map(String()), ["a"], ("value",), "Expected a dict, got list."),
        (Object({"a": attribute(String())}), ["a"], ("value",), "Expected a dict, got list."),
        (Object({"a": attribute(Bool())}), {"a": 1}, ("value", "a"), "Expected true or false, got int."),
        (Dynamic(), DynamicValue(["tuple", ["string"]], ["a", "b"]), ("value",), "Expected a list of 1, got list."),
        (
            Dynamic(),
            DynamicValue(["tuple", ["string", "bool"]], ["a", "b"]),
            ("value", 1),
            "Expected true or false, got str.",
        ),
        (Dynamic(), DynamicValue("text", "a"), ("value",), "Expected a Terraform type in JSON, got str."),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_by_its_path_but_not_shown(
    kind: Type, value: Any, path: tuple[Any, ...], words: str
) -> None:
    with pytest.raises(SluiceError) as caught:
        encode(kind, value)
    assert (caught.value.path, caught.value.summary, caught.value.detail) == (
        path,
        "Sluice produced a value that does not fit its type",
        f"{words} This is a bug in Sluice: please report it.",
    )


def test_a_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(SluiceError) as caught:
        encode(String(), "\ud800")
    assert (caught.value.summary, caught.value.detail) == (
        "A text cannot be stored in Terraform's state",
        "It holds half of a surrogate pair, which is not valid Unicode.",
    )


def test_salvage_leaves_out_what_does_not_fit() -> None:
    two = ObjectCodec({name: attribute(String()) for name in ("a", "b", "c")})
    assert two.salvage({"a": "kept", "b": 1, "c": "\ud800", "d": "stranger"}) == {"a": "kept"}


def test_unknowns_become_null_at_any_depth() -> None:
    values = {"a": UNKNOWN, "b": [UNKNOWN, 1], "c": {"k": UNKNOWN}, "d": DynamicValue("string", UNKNOWN)}
    values["e"] = DynamicValue(["tuple", ["string", "bool"]], ["x", UNKNOWN])
    assert without_unknowns(values) == {
        "a": None,
        "b": [None, 1],
        "c": {"k": None},
        "d": DynamicValue("string", None),
        "e": DynamicValue(["tuple", ["string", "bool"]], ["x", None]),
    }
