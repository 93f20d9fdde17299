"""The boxes and lines of a picture as SVG."""

from __future__ import annotations

from typing import Final

from provider_lib.review.page.layout import HEIGHT, WIDTH, Layout
from provider_lib.review.page.markup import Markup, tag
from provider_lib.review.words import line

LONGEST: Final = 25
"""Characters for which a box has room."""
EDGE: Final = 2
"""Around the whole, so that no border is cut."""
ROUND: Final = {"topic": HEIGHT // 2, "system": 2}
"""How round the corners of a box are, by what it is."""


def drawing(laid: Layout, *parts: Markup, label: str, role: str = "img", xmlns: str | None = None) -> Markup:
    """A picture.

    Args:
        parts: what is drawn.
        label: what it shows.
        role: "img" where nothing in it leads anywhere.
        xmlns: says that it is SVG, where it is not in a page.
    """
    size = f"{-EDGE} {-EDGE} {laid.width + 2 * EDGE} {laid.height + 2 * EDGE}"
    return tag("svg", *parts, xmlns=xmlns, viewBox=size, width=str(laid.width), role=role, aria_label=label)


def line_between(laid: Layout, start: int, end: int, look: str, *, heads: str = "") -> Markup:
    """A line from the right of one box to the left of another.

    Args:
        look: the class of the line.
        heads: "end" for an arrow, "both" for one in both directions.
    """
    (left, top), (right, bottom) = laid.places[start], laid.places[end]
    x1, y1, x2, y2 = left + WIDTH, top + HEIGHT // 2, right, bottom + HEIGHT // 2
    bend = max(abs(x2 - x1) // 2, 30)
    curve = tag("path", d=f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", class_="line")
    ahead = [tag("path", d=f"M{x2} {y2}l-8 -4v8z", class_="head")] if heads else []
    back = [tag("path", d=f"M{x1} {y1}l8 -4v8z", class_="head")] if heads == "both" else []
    return tag("g", curve, *ahead, *back, class_=f"edge {look}")


def box(place: tuple[int, int], kind: str, title: str, about: str, look: str, *more: Markup, told: str = "") -> Markup:
    """A box with two lines of text.

    Args:
        place: its left upper corner.
        kind: what it is.
        title: its name.
        about: what it is, in words.
        look: the class of the box.
        more: what else is drawn in it.
        told: all that there is to say of it, where that is more.
    """
    x, y = place
    frame = tag("rect", x=str(x), y=str(y), width=str(WIDTH), height=str(HEIGHT), rx=str(ROUND.get(kind, 6)))
    middle = str(x + WIDTH // 2)
    name = tag("text", short(title), x=middle, y=str(y + 20), class_="label")
    what = tag("text", short(about, LONGEST + 6), x=middle, y=str(y + 36), class_="what")
    return tag("g", tag("title", f"{title}: {told or about}"), frame, name, what, *more, class_=f"node {look}")


def short(text: str, longest: int = LONGEST) -> str:
    """A text for which a box has room: the end of a name tells most."""
    text = line(text, 400)
    return text if len(text) <= longest else f"\u2026{text[1 - longest :]}"
