"""The picture of an estate as boxes and arrows: all of it where there is room, else places with how many are how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from provider_lib.fleet.map.estate import Estate, Health, Spot, Thing, counted
from provider_lib.fleet.map.words import about, briefly, place, together

Shape = Literal["thing", "topic", "system", "home", "place"]
"""What a box looks like: one thing, a topic, what is outside, to what others belong, many things."""
Key = tuple[Spot | int, bool]
"""What a box stands for: a place or one thing; of systems also whether those that are read: data flow one way."""
_SHAPES: Final[Mapping[str, Shape]] = {"topic": "topic", "system": "system"}

WHOLE: Final = 110
"""Things of a picture that has room for each."""
MOST: Final = 48
"""Boxes of a picture in which each stands for many."""
ARROWS: Final = 400
"""Arrows of a picture: Mermaid draws 500 by default."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box.

    Args:
        title: what it stands for.
        about: what that is, and how, in a few words.
        told: the same in full.
        shape: what it looks like.
        counts: how many in it are how, the worst first.
        things: the numbers of what is in it.
    """

    title: str
    about: str
    told: str
    shape: Shape
    counts: tuple[tuple[Health, int], ...]
    things: tuple[int, ...]

    @property
    def health(self) -> Health | None:
        """That of what is worst in it."""
        return self.counts[0][0] if self.counts else None


@dataclass(frozen=True, slots=True)
class Arrow:
    """What joins two boxes.

    Args:
        start: number of a box.
        end: number of a box.
        is_flow: whether data flow.
        is_mutual: whether they flow back as well.
    """

    start: int
    end: int
    is_flow: bool
    is_mutual: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and arrows.

    Args:
        is_whole: whether there is a box for each thing.
    """

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    is_whole: bool = True


Level = Callable[[Thing], Spot | None]
"""The place by which a thing is drawn; None where it is drawn by itself."""


def _each(_thing: Thing) -> None:
    """Each by itself."""


def _places(thing: Thing) -> Spot | None:
    """By places, but each system by itself."""
    return None if thing.spot.kind == "system" else thing.spot


def _all_places(thing: Thing) -> Spot:
    """By places."""
    return thing.spot


def _homes(thing: Thing) -> Spot:
    """By the first part of a place, such as an environment."""
    spot = thing.spot
    return replace(spot, where=spot.where.partition("/")[0]) if spot.system else Spot(kind=spot.kind)


def _vendors(thing: Thing) -> Spot:
    """By vendors."""
    return Spot(thing.spot.system, kind=thing.spot.kind)


LEVELS: Final[Mapping[Level, int]] = {_each: WHOLE, _places: MOST, _all_places: MOST, _homes: MOST, _vendors: MOST}
"""From the finest, each with how many boxes a person can read."""


def picture(estate: Estate) -> Picture:
    """The picture that shows as much as a person can read."""
    for level, most in LEVELS.items():
        drawn = _drawn(estate, level)
        if len(drawn.boxes) <= most and len(drawn.arrows) <= ARROWS:
            return drawn
    return _drawn(estate, _vendors)


def _drawn(estate: Estate, level: Level) -> Picture:
    """A picture with a box for all that a level does not tell apart."""
    inside: dict[Key, dict[int, None]] = {}
    joined: dict[tuple[Key, Key], bool] = {}

    def key(number: int, *, starts: bool) -> Key:
        thing = estate.things[number]
        found = level(thing) or number, starts and thing.spot.kind == "system"
        inside.setdefault(found, {})[number] = None
        return found

    for link in estate.links:
        ends = key(link.start, starts=True), key(link.end, starts=False)
        if ends[0] != ends[1]:
            joined[ends] = joined.get(ends, False) or link.is_flow
    linked = {number for found in inside.values() for number in found}
    for number in range(len(estate.things)):
        if number not in linked:
            key(number, starts=False)
    homes = {link.start for link in estate.links if not link.is_flow}
    boxes = tuple(_box(estate, found, tuple(numbers), homes) for found, numbers in inside.items())
    return Picture(boxes, tuple(_arrows(joined, {found: at for at, found in enumerate(inside)})), level is _each)


def _arrows(joined: Mapping[tuple[Key, Key], bool], numbers: Mapping[Key, int]) -> Iterator[Arrow]:
    """The arrows, one for two boxes between which data flow in both directions."""
    for (start, end), is_flow in joined.items():
        is_mutual = is_flow and joined.get((end, start), False)
        if not is_mutual or numbers[start] < numbers[end]:
            yield Arrow(numbers[start], numbers[end], is_flow, is_mutual)


def _box(estate: Estate, key: Key, inside: tuple[int, ...], homes: Collection[int]) -> Box:
    things = [estate.things[number] for number in inside]
    counts = tuple(counted(things).items())
    spot, starts = key
    if isinstance(spot, int):
        shape: Shape = "home" if spot in homes else _SHAPES.get(things[0].spot.kind, "thing")
        said = about(things[0])
        return Box(things[0].name, said, said, shape, counts, inside)
    title = place(spot, estate.titles)
    if spot.kind == "system":
        title = "Systems that are read" if starts else "Systems written to"
    return Box(title, briefly(things), together(things), _SHAPES.get(spot.kind, "place"), counts, inside)
