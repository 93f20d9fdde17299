"""What a text of the vocabulary names: annotations by which a misspelt name is found where it is declared.

A word annotates each of its texts with what it stands for, and ``spec.consistency`` needs to know no more of it::

    observed: Annotated[str, NamesField((Volatile,))]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Annotated

from provider_lib.dataclass import dataclass
from provider_lib.spec.checks import Pattern
from provider_lib.spec.paths import IsPath


@dataclass(frozen=True, slots=True)
class NamesField:
    """A field of the same declaration.

    Args:
        roles: of which it has one; () when any will do.
    """

    roles: tuple[type, ...] = ()


class Names(Enum):
    """What else a text names, in words."""

    CALL = "call in Api.calls"
    STATE = "desired state"
    SETTING = "setting"
    SECRET = "secret setting"
    ATTRIBUTE = "attribute of a resource"  # as type.attribute
    VALUE = "field, or entry of a map"  # as a place-holder would, but without braces


@dataclass(frozen=True, slots=True)
class HasPlaceholders:
    """A text, or a document of texts, in which ``{field}`` stands for the value of a field.

    Args:
        settings: ``{setting}`` stands for a setting of the system.
        entries: ``{map[key]}`` stands for a key of a map.
        nullable: a text that is nothing but a place-holder may stand for null.
        also: other names that stand for something.
    """

    settings: bool = False
    entries: bool = True
    nullable: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IsRegex:
    """Text must be a regular expression."""

    words: str = "a regular expression"

    def problems(self, value: str) -> Iterator[tuple[tuple[()], str]]:
        """Why it is none."""
        try:
            re.compile(value)
        except re.error as error:
            yield (), f"{value!r} is not {self.words}: {error}"


FieldName = Annotated[str, NamesField()]
CallName = Annotated[str, Names.CALL]
StateName = Annotated[str, Names.STATE]
SettingName = Annotated[str, Names.SETTING]
SecretName = Annotated[str, Names.SECRET]
Sentence = Annotated[str, HasPlaceholders()]
"""A text for users, made from values."""
Place = Annotated[str, IsPath(single=True)]
"""Where something lies in a document of the server's."""
Places = Annotated[str, IsPath(), Pattern(r"(?!.*\*\*).*", "a path in which `[*]` may stand for every item of a list")]
"""Where something, or a list of it, lies in an answer."""
Regex = Annotated[str, IsRegex()]
Version = Annotated[str, Pattern(r"\d+(\.\d+)*", "a version such as 3.5")]
