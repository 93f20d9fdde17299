"""What things are called in the code: constructs, variables and the variables of the environment, made from names."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Sequence

from provider_lib.adopt.account import Found, Identity

LONGEST_VARIABLE = 60
"""Characters of a variable of the environment, so that its use fits into a line."""


class Names:
    """The names of the constructs of a stack, no two of them the same.

    Args:
        found: what they are for.
    """

    def __init__(self, found: Sequence[Found]) -> None:
        self._ids: dict[tuple[str, Identity], str] = {}
        self._variables: dict[str, str] = {}
        kinds: dict[str, list[str]] = {}
        for item in found:
            kinds.setdefault(_slug(item.name).lower(), []).append(item.resource.type_name)
        for item in found:
            short, alike = _slug(item.name), kinds[_slug(item.name).lower()]
            whole = short if item.resource.known_as else _slug("-".join(item.identity))
            thing = item.resource.thing().replace(" ", "_")
            is_one_of_its_kind = alike.count(item.resource.type_name) == 1
            of_kind = [short, f"{short}-{thing}"][len(alike) > 1 :]
            candidates = [*(of_kind if is_one_of_its_kind else []), whole, f"{whole}-{thing}"]
            self._ids[item.resource.type_name, item.identity] = self._free(candidates)

    def _free(self, candidates: Sequence[str]) -> str:
        taken = {identifier.lower() for identifier in self._ids.values()}
        numbered = (f"{candidates[0]}-{number}" for number in range(2, len(taken) + 3))
        return next(name for name in (*candidates, *numbered) if name.lower() not in taken)

    def id_of(self, found: Found) -> str:
        """The id of its construct."""
        return self._ids[found.resource.type_name, found.identity]

    def local(self, found: Found) -> str:
        """The variable that holds its construct."""
        name = re.sub(r"\W+", "_", self.id_of(found).lower(), flags=re.ASCII).strip("_")
        return f"{name}_" if keyword.iskeyword(name) or name in ("self", "app") else name

    def environment(self, found: Found, key: str) -> str:
        """The variable of the environment for a secret."""
        wanted = re.sub(r"\W+", "_", f"{self.id_of(found)}_{key}".upper(), flags=re.ASCII)[:LONGEST_VARIABLE].strip("_")
        whose = f"{self.id_of(found)} {key}"
        number, name = 2, wanted
        while self._variables.setdefault(name, whose) != whose:
            name, number = f"{wanted}_{number}", number + 1
        return name


def _slug(name: str) -> str:
    """A name as Terraform and the CDK take it: letters, digits, hyphens and underscores, and a letter first."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    text = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-")
    return text if re.match(r"[A-Za-z]", text) else f"n{text}" if text else "unnamed"


def class_name(stack: str) -> str:
    """The name of the class of a stack: ``kafka-connect`` is ``KafkaConnect``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", _slug(stack)))
