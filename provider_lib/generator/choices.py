"""Names for what an argument may be: the aliases of the literals in the signatures of constructs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from inspect import get_annotations
from typing import Literal, get_origin

from provider_lib.errors import DeclarationError
from provider_lib.spec import Field, Nested
from provider_lib.spec.annotations import fields_of


def choices_name(owner: type, field: str) -> str:
    """What the choices of a field are called: as the declaration calls them, or else as the field.

    A declaration gives them a name by ``Tier = Literal[...]``, of which the annotation makes use. Without it they have
    the field's name, and inside nested fields that of their class before it: ``Colour``, ``PagingKind``.

    Args:
        owner: the declared class, or the class of nested fields, that has the field.
        field: name of a field with choices.
    """
    declaring = next(base for base in owner.__mro__ if field in get_annotations(base))
    known = vars(sys.modules[declaring.__module__])
    used = (node.id for node in ast.walk(ast.parse(get_annotations(declaring)[field])) if isinstance(node, ast.Name))
    given = next((name for name in used if get_origin(known.get(name)) is Literal), None)
    of_field = "".join(part.capitalize() for part in field.split("_"))
    return given or (f"{owner.__name__}{of_field}" if issubclass(owner, Nested) else of_field)


def fields_by_alias(owners: Iterable[type]) -> dict[str, Field]:
    """By its name, a field whose choices each alias stands for.

    Args:
        owners: the declared classes and the classes of nested fields that are arguments.

    Raises:
        DeclarationError: one name would stand for different choices.
    """
    found: dict[str, Field] = {}
    for owner in owners:
        for field in fields_of(owner).values():
            if field.is_input and field.choices:
                name = choices_name(owner, field.name)
                if found.setdefault(name, field).choices != field.choices:
                    raise DeclarationError(
                        f"{name} would stand for different choices: those of {owner.__name__}.{field.name} and others",
                        "Give them a name of their own in the declaration: SomeName = Literal[...].",
                    )
    return found
