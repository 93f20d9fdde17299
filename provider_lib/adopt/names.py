"""What things are called in the code: constructs, variables and the variables of the environment, made from names."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Sequence

from provider_lib.adopt.account import Found, Identity
from provider_lib.adopt.latin import in_latin

LONGEST_VARIABLE = 60
"""Characters of a variable of the environment, so that its use fits into a line."""

LONGEST_ID = 80
"""Characters of the id of a construct: longer names are cut, and numbered where that makes two of them alike."""

IDS: tuple[str, ...] = ("sluice",)
"""The constructs that every stack has: its provider."""

VARIABLES = ("self", "app", "super")
"""What the module of a stack means by a name."""


class Names:
    """The names of the constructs of a stack, no two of them the same.

    Args:
        found: what they are for.
    """

    def __init__(self, found: Sequence[Found]) -> None:
        self._ids: dict[tuple[str, Identity], str] = {}
        self._locals: set[str] = set(IDS)
        self._numbers: Counter[str] = Counter()
        self._variables: dict[str, str] = {}
        kinds: dict[str, list[str]] = {}
        for item in found:
            kinds.setdefault(_slug(item.name).lower(), []).append(item.resource.type_name)
        wholes = Counter((item.resource.type_name, _whole(item).lower()) for item in found)
        for item in found:
            kind, short = item.resource.type_name, _slug(item.name)
            alike = kinds[short.lower()]
            tells = not item.resource.known_as and wholes[kind, _whole(item).lower()] == 1
            wanted = _whole(item) if tells and alike.count(kind) > 1 else short
            thing = item.resource.thing().replace(" ", "_")
            self._ids[kind, item.identity] = self._free(wanted if len(set(alike)) == 1 else f"{wanted}-{thing}")

    def _free(self, wanted: str) -> str:
        """An id whose variable nothing else has; the second that wants it gets a number."""
        chosen = wanted
        while _local(chosen) in self._locals:
            self._numbers[wanted] += 1
            chosen = f"{wanted}-{self._numbers[wanted] + 1}"
        self._locals.add(_local(chosen))
        return chosen

    def id_of(self, found: Found) -> str:
        """The id of its construct."""
        return self._ids[found.resource.type_name, found.identity]

    def local(self, found: Found) -> str:
        """The variable that holds its construct."""
        return _local(self.id_of(found))

    def environment(self, found: Found, key: str) -> str:
        """The variable of the environment for a secret."""
        wanted = re.sub(r"\W+", "_", f"{self.id_of(found)}_{key}".upper(), flags=re.ASCII)[:LONGEST_VARIABLE].strip("_")
        whose = f"{self.id_of(found)} {key}"
        number, name = 2, wanted
        while self._variables.setdefault(name, whose) != whose:
            name, number = f"{wanted}_{number}", number + 1
        return name


def _whole(found: Found) -> str:
    """What it is called, with where it is."""
    return _slug("-".join(found.identity))


def _local(identifier: str) -> str:
    name = re.sub(r"\W+", "_", identifier.lower(), flags=re.ASCII).strip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in VARIABLES else name


def _slug(name: str) -> str:
    """A name as Terraform and the CDK take it: letters, digits, hyphens and underscores, and a letter first."""
    text = re.sub(r"[^A-Za-z0-9_]+", "-", in_latin(name))[:LONGEST_ID].strip("-")
    return text if re.match(r"[A-Za-z]", text) else f"n{text}" if text else "unnamed"


def class_name(stack: str) -> str:
    """The name of the class of a stack: ``kafka-connect`` is ``KafkaConnect``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", _slug(stack)))
