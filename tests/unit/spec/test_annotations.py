"""From Python annotations to types and checks, and what is said of one that cannot be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest

from provider_lib.errors import DeclarationError
from provider_lib.spec import Length, Nested, OneOf, required
from provider_lib.spec.annotations import fields_of
from provider_lib.spec.checks import Each, NoNulls
from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String

ONE_OF_THESE = (
    "It must be one of str, bool, int, Decimal, Any, list[...], set[...], dict[str, ...], a Literal of texts, a class "
    "derived from Nested, or one of these with `| None`."
)


class Part(Nested):
    """A part."""

    size: int = required("Its size.")


class Whole:
    """One field of every type."""

    text: Annotated[str, Length(1)] = required("Text.")
    choice: Literal["a", "b"] | None = required("One of two.")
    truth: bool = required("Yes or no.")
    count: int = required("How many.")
    price: Decimal = required("How much.")
    anything: Any = required("Whatever.")
    names: list[Annotated[str, Length(2)]] = required("Names.")
    numbers: set[int] = required("Numbers.")
    labels: dict[str, str] = required("Labels.")
    part: Part = required("Its part.")


class Heir(Whole):
    """The same, of which one is written anew without a type."""

    text = required("Other text.")


def test_an_annotation_says_type_checks_and_whether_it_may_be_left_out() -> None:
    found = {name: (field.type, field.checks, field.nullable) for name, field in fields_of(Whole).items()}
    part = found.pop("part")
    assert isinstance(part[0], Object)
    assert list(part[0].fields) == ["size"]
    assert found == {
        "text": (String(), (Length(1),), False),
        "choice": (String(), (OneOf(("a", "b")),), True),
        "truth": (Bool(), (), False),
        "count": (Number(), (), False),
        "price": (Number(), (), False),
        "anything": (Dynamic(), (), False),
        "names": (List(String()), (NoNulls(), Each(Length(2))), False),
        "numbers": (Set(Number()), (NoNulls(),), False),
        "labels": (Map(String()), (NoNulls(),), False),
    }


def test_a_field_that_is_written_anew_keeps_type_and_place() -> None:
    assert list(fields_of(Heir)) == list(fields_of(Whole))
    assert (fields_of(Heir)["text"].doc, fields_of(Heir)["text"].checks) == ("Other text.", (Length(1),))


class Floating:
    size: float = required("Size.")


class TwoTypes:
    size: int | str = required("Size.")


class NumberedChoices:
    size: Literal[1, 2] = required("Size.")


class BareList:
    sizes: list = required("Sizes.")


class NumberedKeys:
    sizes: dict[int, str] = required("Sizes.")


class Misspelt:
    size: Lenght = required("Size.")  # noqa: F821


class Untyped:
    size = required("Size.")


@pytest.mark.parametrize(
    ("declared", "summary", "detail"),
    [
        (Floating, "size has a type that cannot be declared: float", ONE_OF_THESE),
        (TwoTypes, "size has a type that cannot be declared: int | str", ONE_OF_THESE),
        (NumberedChoices, "size has a type that cannot be declared: typing.Literal[1, 2]", ONE_OF_THESE),
        (BareList, "sizes has a type that cannot be declared: list", ONE_OF_THESE),
        (NumberedKeys, "sizes has a type that cannot be declared: dict[int, str]", ONE_OF_THESE),
        (Misspelt, "size has a type that cannot be read: Lenght", "NameError: name 'Lenght' is not defined"),
        (Untyped, "size has no type", "Write one: `size: str = ...`."),
    ],
)
def test_what_cannot_be_read_is_told(declared: type, summary: str, detail: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        fields_of(declared)
    assert (caught.value.summary, caught.value.detail) == (
        f"test_annotations.{declared.__name__}.{summary}",
        detail,
    )
