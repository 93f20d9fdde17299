"""What a map shows, as a value: what we own, what that is joined to, and in which places it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from provider_lib.fleet.status import Status, Verdict

Health = Verdict | Literal["not watched"]
"""How something that we own is; nobody asks that of what does not run."""

HEALTHS: Final[tuple[Health, ...]] = (
    "failed",
    "gone",
    "down",
    "unreachable",
    "astray",
    "unread",
    "not watched",
    "well",
)
"""From the worst."""

_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in which things are.

    Args:
        system: the vendor of what is ours there; empty for what no stack owns.
        account: which account: two can have a place of one name.
        kind: of what no stack owns: topic, system, cluster.
        where: the place, as far as there are several: environment, cluster, endpoint.
    """

    system: str = ""
    account: int = 0
    kind: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that we own, or that what we own is joined to.

    Args:
        kind: what it is: connector, environment, topic, system.
        name: what people call it.
        spot: the place in which it is shown.
        stack: that owns it; empty for what none owns.
        address: Terraform's.
        construct_path: of the construct that made it.
        status: how it is; None for what nobody asks.
    """

    kind: str
    name: str
    spot: Spot
    stack: str = ""
    address: str = ""
    construct_path: str | None = None
    status: Status | None = None

    @property
    def system(self) -> str:
        """The vendor; empty for what no stack owns."""
        return self.spot.system

    @property
    def where(self) -> str:
        """Where it is, as far as there are places."""
        return self.spot.where

    @property
    def health(self) -> Health | None:
        """How it is; None for what is not ours."""
        if not self.system:
            return None
        return self.status.verdict if self.status else "not watched"


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two things.

    Args:
        start: the number of the one from which data comes, or to which the other belongs.
        end: the number of the other.
        is_flow: whether data flow.
    """

    start: int
    end: int
    is_flow: bool


@dataclass(frozen=True, slots=True)
class Estate:
    """What stacks own, and what that is joined to.

    Args:
        stacks: the names of those that were read.
        things: numbered from 0 on.
        links: between them.
        when: it was looked at.
        is_live: whether the servers were asked; else it is as the states have it.
        unread: name of a stack -> why it could not be read.
        titles: vendor -> what people call it.
    """

    stacks: tuple[str, ...]
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    when: str
    is_live: bool = True
    unread: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def owned(self) -> tuple[Thing, ...]:
        """What the stacks own of it."""
        return tuple(thing for thing in self.things if thing.system)

    def spots(self) -> list[tuple[Spot, list[int]]]:
        """The places with the numbers of what is in each, what is in trouble first, and what nobody owns last."""
        found: dict[Spot, list[int]] = {}
        for number, thing in enumerate(self.things):
            found.setdefault(thing.spot, []).append(number)
        for inside in found.values():
            inside.sort(key=lambda number: (_badness(self.things[number].health), _counting(self.things[number].name)))
        return sorted(found.items(), key=lambda item: (_badness(self.things[item[1][0]].health), _order(item[0])))


def counted(things: Iterable[Thing]) -> dict[Health, int]:
    """How many are how, the worst first."""
    counts = Counter(thing.health for thing in things)
    return {health: counts[health] for health in HEALTHS if counts[health]}


def _order(spot: Spot) -> tuple[object, ...]:
    return spot.system, spot.account, spot.kind, _counting(spot.where)


def _counting(name: str) -> list[str]:
    """A name by which a person sorts: 10 comes after 9."""
    return [part.zfill(12) if part.isdecimal() else part for part in _NUMBER.split(name)]


def _badness(health: Health | None) -> int:
    return len(HEALTHS) if health is None else HEALTHS.index(health)
