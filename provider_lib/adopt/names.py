"""What things are called in the code: constructs, variables and the variables of the environment, made from names."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import chain, count

from provider_lib.adopt.account import Found, Identity

LONGEST_VARIABLE = 60
"""Characters of a variable of the environment, so that its use fits into a line."""

_LATIN = re.compile(r"LATIN (SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,5})(?: WITH .+)?")
"""What Unicode calls the letters that are made from those of ASCII, and are not taken apart into them."""


class Names:
    """The names of the constructs of a stack, no two of them the same.

    Args:
        found: what they are for.
    """

    def __init__(self, found: Sequence[Found]) -> None:
        self._ids: dict[tuple[str, Identity], str] = {}
        self._locals: set[str] = set()
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
        numbered = (f"{wanted}-{number}" for number in count(2))
        chosen = next(name for name in chain([wanted], numbered) if _local(name) not in self._locals)
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
    return f"{name}_" if keyword.iskeyword(name) or name in ("self", "app") else name


def _slug(name: str) -> str:
    """A name as Terraform and the CDK take it: letters, digits, hyphens and underscores, and a letter first."""
    plain = "".join(map(_in_ascii, unicodedata.normalize("NFKD", name)))
    text = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-")
    return text if re.match(r"[A-Za-z]", text) else f"n{text}" if text else "unnamed"


def _in_ascii(letter: str) -> str:
    """What a letter is in plain ones: ``ss`` for ``ß`` and ``o`` for ``ø``; nothing where it is in none."""
    folded = letter.casefold()
    if letter.isascii() or folded.isascii():
        return letter if letter.isascii() else folded
    found = _LATIN.fullmatch(unicodedata.name(letter, ""))
    return "" if found is None else found[2].lower() if found[1] == "SMALL" else found[2]


def class_name(stack: str) -> str:
    """The name of the class of a stack: ``kafka-connect`` is ``KafkaConnect``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", _slug(stack)))
