"""What many configurations have in common, lifted into a mapping of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 4
"""Mappings, the most telling ones: more of them would hide what a configuration says."""

Configuration = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shared:
    """Entries that several configurations have, all of them.

    Args:
        name: of the mapping.
        entries: what is in it.
    """

    name: str
    entries: Configuration

    def is_in(self, config: Configuration) -> bool:
        """Whether a configuration has all of it."""
        return self.entries.items() <= config.items()


def shared_values(configurations: Sequence[Configuration], kept: str, taken: set[str]) -> list[Shared]:
    """The entries that belong together: at least two, which the same three configurations or more have.

    Args:
        configurations: of the objects of one kind.
        kept: the key that tells what an object is, and so stays with it.
        taken: names of other mappings; the new ones are added.
    """
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, config in enumerate(configurations):
        for entry in config.items():
            if entry[0] != kept:
                holders[entry].append(number)
    together: dict[tuple[int, ...], dict[str, str]] = defaultdict(dict)
    for (key, value), numbers in holders.items():
        if len(numbers) >= 3:
            together[tuple(numbers)][key] = value
    groups = [(numbers, entries) for numbers, entries in together.items() if len(entries) >= 2]
    groups.sort(key=lambda group: (-(len(group[0]) - 1) * len(group[1]), sorted(group[1])))
    found: list[Shared] = []
    for _, entries in groups[:MOST]:
        name = _name(entries)
        name = next(each for each in (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))) if each not in taken)
        taken.add(name)
        found.append(Shared(name, entries))
    return found


def _name(entries: Configuration) -> str:
    """The word that most of the keys have."""
    words = [word for key in entries for word in dict.fromkeys(re.findall(r"[A-Za-z]{3,}", key))]
    best = max(dict.fromkeys(words), key=words.count, default="")
    if words.count(best) * 2 <= len(entries):
        return "SHARED"
    return best.upper() if best.endswith("s") else f"{best.upper()}S"
