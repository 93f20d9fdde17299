"""The picture of a plan as SVG in the page."""

from __future__ import annotations

from collections.abc import Mapping

from provider_lib.review.page.layout import Layout, layout
from provider_lib.review.page.markup import Markup, joined, tag
from provider_lib.review.page.shapes import box, drawing, line_between
from provider_lib.review.report import Edge, Graph, Node
from provider_lib.review.words import about, legend, look


def picture(graph: Graph, anchors: Mapping[str, str]) -> Markup:
    """What changes, and what is joined to it; nothing where nothing is.

    Args:
        graph: what is drawn.
        anchors: address -> anchor of what the page says of it.
    """
    if not graph.nodes:
        return joined([])
    laid = layout(len(graph.nodes), [(edge.start, edge.end) for edge in graph.edges])
    edges = [_edge(edge, laid) for edge in graph.edges]
    nodes = [
        _node(node, place, anchors.get(node.address)) for node, place in zip(graph.nodes, laid.places, strict=True)
    ]
    drawn = drawing(laid, *edges, *nodes, label="What changes, and what is joined to it")
    return tag("figure", tag("div", drawn, class_="wide", tabindex="0"), tag("figcaption", legend(graph)))


def _edge(edge: Edge, laid: Layout) -> Markup:
    look_of_it = edge.fate if edge.is_flow else f"belongs {edge.fate}"
    return line_between(laid, edge.start, edge.end, look_of_it, heads="end" if edge.is_flow else "")


def _node(node: Node, place: tuple[int, int], anchor: str | None) -> Markup:
    shown = box(place, node.kind, node.name, about(node), look(node))
    return tag("a", shown, href=f"#{anchor}") if anchor else shown
