"""The words of a map that all its formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from provider_lib.fleet.map.estate import Estate, Health, Spot, Thing, counted

OF_NOBODY: Final = {"topic": "Topics", "system": "External systems", "cluster": "Clusters"}
"""What the places of what no stack owns are called."""
FINE: Final = ("well", "not watched")
"""Of what needs nobody."""
ROOM: Final = 31
"""Characters for which the second line of a box has room."""
MEANS: Final[dict[Health, str]] = {
    "failed": "should run, and it or a task of it has failed",
    "gone": "is in the state, and its server does not have it",
    "down": "should run, and does not",
    "unreachable": "is behind an agent that is not connected",
    "astray": "should rest, and does not",
    "unread": "its server did not say how it is",
    "not watched": "is there, and does not run: nobody asks how it is",
    "well": "is as it should be",
}


def headline(estate: Estate) -> str:
    """What is owned, in a line: "5 connectors, 1 environment"."""
    return listed(estate.owned) or "Nothing is owned here"


def title(estate: Estate) -> str:
    """What the map is of."""
    stacks = estate.stacks
    return f"Map of {stacks[0]}" if len(stacks) == 1 else f"Map of {several(len(stacks), 'stack')}"


def listed(things: Iterable[Thing]) -> str:
    """Things of each kind: "5 connectors, 1 environment"."""
    kinds = Counter(thing.kind for thing in things)
    return ", ".join(several(number, kind) for kind, number in kinds.most_common())


def several(number: int, kind: str) -> str:
    """So many of a kind."""
    return f"{number:,} {kind}{'' if number == 1 else 's'}"


def together(things: Sequence[Thing]) -> str:
    """What things are, and how: "2 failed of 5 connectors", "1 environment, all well"."""
    told, counts = listed(things), counted(things)
    wrong = [f"{number:,} {health}" for health, number in counts.items() if health not in FINE]
    if wrong:
        return f"{', '.join(wrong)} of {told}"
    return f"{told}, all well" if counts.get("well") else told


def briefly(things: Sequence[Thing]) -> str:
    """The same in as many characters as a box has room for."""
    told, counts = together(things), counted(things)
    if len(told) <= ROOM:
        return told
    if wrong := sum(number for health, number in counts.items() if health not in FINE):
        return f"{wrong:,} of {len(things):,} not well"
    return f"{several(len(things), 'object')}{', all well' if counts.get('well') else ''}"


def about(thing: Thing) -> str:
    """What a thing is, and how."""
    if not thing.system:
        return f"{thing.kind} of {thing.where}" if thing.where else thing.kind
    return f"{thing.kind}, {thing.health}"


def as_of(estate: Estate) -> str:
    """What the map goes by."""
    if estate.is_live:
        return f"The servers were asked at {estate.when}."
    return f"As the states have it, read at {estate.when}: no server was asked, so all health is that of then."


def unread(estate: Estate) -> list[str]:
    """Which stacks could not be read, and why."""
    return [f"Not read: {name}. {why}" for name, why in estate.unread.items()]


def place(spot: Spot, titles: Mapping[str, str]) -> str:
    """What a place is called.

    Args:
        titles: system -> what people call it.
    """
    if spot.system:
        return spot.where or titles.get(spot.system, spot.system)
    called = OF_NOBODY.get(spot.kind, f"Another's {spot.kind}s")
    return f"{called} of {spot.where}" if spot.where else called
