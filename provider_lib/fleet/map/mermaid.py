"""A map as Mermaid, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from provider_lib.fleet.map.boxes import Arrow, Box, Shape, picture
from provider_lib.fleet.map.estate import Estate, Health
from provider_lib.fleet.map.words import as_of, unread
from provider_lib.review.mermaid import inert

LONGEST: Final = 200
"""Characters of what is said beside the picture."""
SHAPES: Final[Mapping[Shape, tuple[str, str]]] = {
    "thing": ("[", "]"),
    "place": ("[", "]"),
    "topic": ("([", "])"),
    "system": ("[(", ")]"),
    "home": ("[[", "]]"),
}
COLOURS: Final[Mapping[Health, str]] = {
    "failed": "#b3261e",
    "gone": "#b3261e",
    "down": "#b3261e",
    "unreachable": "#7d3fa3",
    "astray": "#b07700",
    "unread": "#b07700",
    "well": "#1f7a3f",
}
"""Of borders, which can be told apart on white and on black; the words in a box say the same."""


def mermaid(estate: Estate) -> str:
    """A map as Mermaid."""
    return "\n".join(_lines(estate)) + "\n"


def _lines(estate: Estate) -> Iterator[str]:
    drawn = picture(estate)
    yield "flowchart LR"
    for number, box in enumerate(drawn.boxes):
        yield f"  n{number}{_box(box)}"
    for arrow in drawn.arrows:
        yield f"  n{arrow.start} {_arrow(arrow)} n{arrow.end}"
    for health, colour in COLOURS.items():
        if any(box.health == health for box in drawn.boxes):
            yield f"  classDef {health} stroke:{colour},stroke-width:3px"
    for number, told in enumerate([as_of(estate), *unread(estate)]):
        yield f'  told{number}>"{inert(told, LONGEST)}"]'


def _box(box: Box) -> str:
    opening, closing = SHAPES[box.shape]
    what = f":::{box.health}" if box.health in COLOURS else ""
    return f'{opening}"{inert(box.title)}<br>{inert(box.told)}"{closing}{what}'


def _arrow(arrow: Arrow) -> str:
    if not arrow.is_flow:
        return "---"
    return "<-->" if arrow.is_mutual else "-->"
