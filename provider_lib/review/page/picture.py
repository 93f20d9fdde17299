"""The picture of a plan as SVG in the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provider_lib.review.page.layout import HEIGHT, WIDTH, Layout, layout
from provider_lib.review.page.markup import Markup, joined, tag
from provider_lib.review.report import Edge, Graph, Node
from provider_lib.review.words import about, legend, line, look

LONGEST: Final = 25
"""Characters for which a box has room."""
EDGE: Final = 2
"""Around the whole, so that no border is cut."""
ROUND: Final = {"topic": HEIGHT // 2, "system": 2}
"""How round the corners of a box are."""


def picture(graph: Graph, anchors: Mapping[str, str]) -> Markup:
    """What changes, and what is joined to it; nothing where nothing is.

    Args:
        graph: what is drawn.
        anchors: address -> anchor of what the page says of it.
    """
    if not graph.nodes:
        return joined([])
    laid = layout(graph)
    edges = [_edge(edge, laid) for edge in graph.edges]
    nodes = [
        _node(node, place, anchors.get(node.address)) for node, place in zip(graph.nodes, laid.places, strict=True)
    ]
    size = f"{-EDGE} {-EDGE} {laid.width + 2 * EDGE} {laid.height + 2 * EDGE}"
    drawn = tag("svg", *edges, *nodes, viewBox=size, width=str(laid.width), role="img",
                aria_label="What changes, and what is joined to it")  # fmt: skip
    return tag("figure", tag("div", drawn, class_="wide", tabindex="0"), tag("figcaption", legend(graph)))


def _edge(edge: Edge, laid: Layout) -> Markup:
    (left, top), (right, bottom) = laid.places[edge.start], laid.places[edge.end]
    x1, y1, x2, y2 = left + WIDTH, top + HEIGHT // 2, right, bottom + HEIGHT // 2
    bend = max(abs(x2 - x1) // 2, 30)
    curve = tag("path", d=f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", class_="line")
    head = [tag("path", d=f"M{x2} {y2}l-8 -4v8z", class_="head")] if edge.is_flow else []
    return tag("g", curve, *head, class_=f"edge {edge.fate}" if edge.is_flow else f"edge belongs {edge.fate}")


def _node(node: Node, place: tuple[int, int], anchor: str | None) -> Markup:
    x, y = place
    round_ = str(ROUND.get(node.kind, 6))
    box = tag("rect", x=str(x), y=str(y), width=str(WIDTH), height=str(HEIGHT), rx=round_)
    middle = str(x + WIDTH // 2)
    name = tag("text", _short(node.name), x=middle, y=str(y + 20), class_="label")
    what = tag("text", _short(about(node), LONGEST + 6), x=middle, y=str(y + 36), class_="what")
    drawn = [tag("title", f"{node.name}: {about(node)}"), box, name, what]
    shown = tag("g", *drawn, class_=f"node {look(node)}")
    return tag("a", shown, href=f"#{anchor}") if anchor else shown


def _short(text: str, longest: int = LONGEST) -> str:
    """A text for which a box has room: the end of a name tells most."""
    text = line(text, 400)
    return text if len(text) <= longest else f"\u2026{text[1 - longest :]}"
