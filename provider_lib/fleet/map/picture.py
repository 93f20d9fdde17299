"""The picture of a map as SVG, in the page or by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Final

from provider_lib.fleet.map.boxes import Arrow, Box, picture
from provider_lib.fleet.map.estate import Estate
from provider_lib.fleet.map.words import as_of, headline, title, unread
from provider_lib.review.page.head import asset
from provider_lib.review.page.layout import ACROSS, DOWN, HEIGHT, WIDTH, Layout, layout
from provider_lib.review.page.markup import Markup, tag
from provider_lib.review.page.shapes import box, drawing, line_between
from provider_lib.review.words import line

COLOURS: Final = Path(__file__).parent / "colours.css"
SVG: Final = "http://www.w3.org/2000/svg"
BELOW, WIDEST = 20, 720
"""What is said below the picture: the height of a line, and the width of most."""
FEWEST: Final = 4
"""Boxes in a row of those that are joined to nothing."""
INSET, THICK, ABOVE = 10, 3, 5
"""Of the bar in a box: from its sides, its own, and from its lower border."""

Anchors = Callable[[Box], str]
"""The anchor of what a page says of a box."""


def svg(estate: Estate) -> str:
    """A map as a picture that needs nothing else."""
    drawn = picture(estate)
    laid = _laid(drawn.boxes, drawn.arrows)
    told = [f"{headline(estate)}. {as_of(estate)}", *unread(estate)]
    below = [
        tag("text", line(text, 200), x="0", y=str(laid.height + at * BELOW), class_="what")
        for at, text in enumerate(told, 1)
    ]
    parts = [tag("style", asset(COLOURS)), *_parts(drawn.boxes, drawn.arrows, laid, None), *below]
    whole = replace(laid, width=max(laid.width, WIDEST), height=laid.height + len(told) * BELOW + DOWN)
    return f"{drawing(whole, *parts, label=title(estate), xmlns=SVG)}\n"


def figure(estate: Estate, anchor: Anchors) -> Markup:
    """A map as a picture in a page, whose boxes lead to what the page says of them."""
    drawn = picture(estate)
    laid = _laid(drawn.boxes, drawn.arrows)
    parts = _parts(drawn.boxes, drawn.arrows, laid, anchor)
    shown = drawing(laid, *parts, label="What we own, and what it is joined to", role="group")
    return tag("figure", tag("div", shown, class_="wide", tabindex="0"))


def _laid(boxes: tuple[Box, ...], arrows: tuple[Arrow, ...]) -> Layout:
    """Where boxes lie: what is joined to nothing in rows below the rest."""
    joined = sorted({end for arrow in arrows for end in (arrow.start, arrow.end)})
    alone = [number for number in range(len(boxes)) if number not in set(joined)]
    numbers = {number: at for at, number in enumerate(joined)}
    laid = layout(len(joined), [(numbers[arrow.start], numbers[arrow.end]) for arrow in arrows])
    places = dict(zip(joined, laid.places, strict=True))
    columns = max((laid.width + ACROSS) // (WIDTH + ACROSS), FEWEST)
    top = laid.height + 2 * DOWN if joined else 0
    for at, number in enumerate(alone):
        places[number] = (at % columns * (WIDTH + ACROSS), top + at // columns * (HEIGHT + DOWN))
    return Layout(
        tuple(places[number] for number in range(len(boxes))),
        max((x for x, _ in places.values()), default=0) + WIDTH,
        max((y for _, y in places.values()), default=0) + HEIGHT,
    )


def _parts(boxes: tuple[Box, ...], arrows: tuple[Arrow, ...], laid: Layout, anchor: Anchors | None) -> Iterator[Markup]:
    for arrow in arrows:
        heads = "" if not arrow.is_flow else "both" if arrow.is_mutual else "end"
        yield line_between(laid, arrow.start, arrow.end, "flows" if arrow.is_flow else "belongs", heads=heads)
    for shown, place in zip(boxes, laid.places, strict=True):
        bar = list(_bar(shown, place)) if shown.shape == "place" else []
        look = f"{'many ' if bar else ''}{(shown.health or 'nobody').replace(' ', '-')}"
        drawn = box(place, shown.shape, shown.title, shown.about, look, *bar, told=shown.told)
        yield tag("a", drawn, href=f"#{anchor(shown)}") if anchor else drawn


def _bar(shown: Box, place: tuple[int, int]) -> Iterator[Markup]:
    """How many are how, as parts of a bar."""
    whole = sum(number for _, number in shown.counts)
    if not whole:
        return
    room = WIDTH - 2 * INSET
    ends = [round(room * reached / whole) for reached in accumulate(number for _, number in shown.counts)]
    for (health, _), start, end in zip(shown.counts, [0, *ends], ends, strict=False):
        x, y = place[0] + INSET + start, place[1] + HEIGHT - ABOVE
        width = str(max(end - start, 2))
        yield tag("rect", x=str(x), y=str(y), width=width, height=str(THICK), class_=f"bar {health.replace(' ', '-')}")
