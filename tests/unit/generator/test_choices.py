"""What an argument may be has a name, so that a function that takes it can be typed."""

from __future__ import annotations

import ast
from typing import Annotated, Literal

import pytest

from provider_lib.errors import DeclarationError
from provider_lib.generator.choices import choices_name, fields_by_alias
from provider_lib.generator.files import CONSTRUCTS, ROOT
from provider_lib.spec import Nested, OneOf, optional
from provider_lib.systems import CATALOGUE
from provider_lib.systems.connector import ConnectorFields
from tests.unit.constructs import declarations

Grade = Literal["fine", "coarse"]


class Sieve(Nested):
    """A sieve."""

    grade: Grade | None = optional("How fine it is.")
    grades: list[Grade] | None = optional("What else it can be.")
    frame: Literal["wood", "steel"] = optional("What holds it.", default="wood")
    size: Annotated[str, OneOf(("small", "large"))] | None = optional("How large.")


class Riddle(Nested):
    """A sieve for gardens."""

    grades: list[Literal["fine", "coarse"]] | None = optional("What it can be.")


class Coarse:
    class Sieve(Nested):
        """Another one of the same name."""

        frame: Literal["brass"] = optional("What holds it.", default="brass")


@pytest.mark.parametrize(
    ("owner", "field", "name"),
    [
        (Sieve, "grade", "Grade"),
        (Sieve, "grades", "Grade"),
        (Sieve, "frame", "SieveFrame"),
        (Sieve, "size", "SieveSize"),
        (Riddle, "grades", "RiddleGrades"),
        (declarations.Box, "colour", "Colour"),
        (ConnectorFields, "desired_state", "DesiredState"),
    ],
)
def test_choices_are_called_as_the_declaration_calls_them_or_else_as_their_field(
    owner: type, field: str, name: str
) -> None:
    assert choices_name(owner, field) == name


def test_every_name_stands_for_its_choices_once() -> None:
    assert {name: field.choices for name, field in fields_by_alias([declarations.Box, Sieve]).items()} == {
        "Colour": ("red", "green"),
        "Size": ("small", "large"),
        "Grade": ("fine", "coarse"),
        "SieveFrame": ("wood", "steel"),
        "SieveSize": ("small", "large"),
    }


def test_a_name_for_two_sets_of_choices_is_refused() -> None:
    with pytest.raises(DeclarationError) as caught:
        fields_by_alias([Sieve, Coarse.Sieve])
    assert (caught.value.summary, caught.value.detail) == (
        "SieveFrame would stand for different choices: those of Sieve.frame and others",
        "Give them a name of their own in the declaration: SomeName = Literal[...].",
    )


@pytest.mark.parametrize("system", CATALOGUE.systems)
def test_no_literal_is_left_in_a_signature(system: str) -> None:
    tree = ast.parse((ROOT / CONSTRUCTS / f"{system}.py").read_text())
    inside = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert [ast.unparse(item) for node in inside for item in ast.walk(node) if _is_literal(item)] == []


def _is_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "Literal"
