"""The signature of a construct's class is that of its constructor, written as code is."""

from __future__ import annotations

import inspect
import pydoc
from inspect import cleandoc
from typing import Any, TypedDict, Unpack

import pytest

from provider_lib.constructs.base.signature import ConstructorSignature

Colour = str


class Meta(type):
    """Hides the arguments of constructors, as jsii's metaclass does."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return super().__call__(*args, **kwargs)


class Usual(TypedDict, total=False):
    """What every one takes."""

    count: float | None
    provider: str | None


class Box(metaclass=Meta):
    """A box."""

    __signature__ = ConstructorSignature()

    def __init__(self, scope: object, id_: str, *, colour: Colour, size: int = 3, **meta: Unpack[Usual]) -> None: ...


class RedBox(Box):
    """A box that is red."""

    def __init__(self, scope: object) -> None:
        super().__init__(scope, "red", colour="red")


class SameBox(Box):
    """A box without a constructor of its own."""


BOX = cleandoc("""
    (
        scope: object,
        id_: str,
        *,
        colour: Colour,
        size: int = 3,
        count: float | None = None,
        provider: str | None = None,
    )
""")


@pytest.mark.parametrize(
    ("kind", "written"), [(Box, BOX), (SameBox, BOX), (RedBox, "(\n    scope: object,\n)")], ids=lambda item: str(item)
)
def test_a_signature_has_an_argument_a_line_with_its_type_and_default(kind: type, written: str) -> None:
    assert str(inspect.signature(kind)) == written


def test_arguments_are_told_apart_by_kind_and_default() -> None:
    parameters = inspect.signature(Box).parameters.values()
    assert [(item.name, item.kind.name, item.default, item.annotation) for item in parameters] == [
        ("scope", "POSITIONAL_OR_KEYWORD", inspect.Parameter.empty, "object"),
        ("id_", "POSITIONAL_OR_KEYWORD", inspect.Parameter.empty, "str"),
        ("colour", "KEYWORD_ONLY", inspect.Parameter.empty, "Colour"),
        ("size", "KEYWORD_ONLY", 3, "int"),
        ("count", "KEYWORD_ONLY", None, "float | None"),
        ("provider", "KEYWORD_ONLY", None, "str | None"),
    ]


def test_a_call_can_be_bound_to_a_signature() -> None:
    bound = inspect.signature(Box).bind("scope", "id", colour="red", count=2)
    assert bound.arguments == {"scope": "scope", "id_": "id", "colour": "red", "count": 2}


def test_help_shows_the_signature() -> None:
    text = pydoc.plain(pydoc.render_doc(Box))
    assert "args" not in text
    assert "colour: Colour,\n" in text
