"""The picture of a plan as Mermaid, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from provider_lib.review.report import Edge, Graph, Node
from provider_lib.review.words import about, line, look

LONGEST: Final = 60
"""Characters of a name that is shown."""
SHAPES: Final = {"topic": ("([", "])"), "system": ("[(", ")]"), "environment": ("[[", "]]"), "cluster": ("[[", "]]")}
COLOURS: Final = {"comes": "#1f7a3f", "changes": "#b07700", "goes": "#b3261e"}
"""Of borders, which can be told apart on white and on black."""
ARROWS: Final = {"stays": ("-->", "---"), "comes": ("==>", "==="), "goes": ("-.->", "-.-")}
"""For a flow, and for what belongs to something."""


def mermaid(graph: Graph) -> str:
    """A picture as Mermaid."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart LR"
    for number, node in enumerate(graph.nodes):
        yield f"  n{number}{_box(node)}"
    for edge in graph.edges:
        yield f"  n{edge.start} {_arrow(edge)} n{edge.end}"
    for name, colour in COLOURS.items():
        yield f"  classDef {name} stroke:{colour},stroke-width:3px"


def _box(node: Node) -> str:
    opening, closing = SHAPES.get(node.kind, ("[", "]"))
    what = "" if (shown := look(node)) == "stays" else f":::{shown}"
    return f'{opening}"{inert(node.name)}<br>{inert(about(node))}"{closing}{what}'


def _arrow(edge: Edge) -> str:
    flow, belongs = ARROWS[edge.fate]
    return flow if edge.is_flow else belongs


def inert(text: str, longest: int = LONGEST) -> str:
    """A text that means nothing in Mermaid, nor in the HTML and the Markdown that it makes of a text."""
    return "".join(
        char if char.isalnum() or char in " ./-" else f"#{ord(char)};" for char in line(text, longest) or " "
    )
