"""Where the things of a picture lie: in layers from left to right, as data flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from provider_lib.review.report import Edge, Graph

WIDTH, HEIGHT = 220, 46
"""Of a box."""
ACROSS, DOWN = 64, 14
"""Between boxes."""
SWEEPS: Final = 6
"""How often boxes are moved to where their neighbours are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie.

    Args:
        places: left upper corner of each node.
        width: of the whole.
        height: of the whole.
    """

    places: tuple[tuple[int, int], ...]
    width: int
    height: int


def layout(graph: Graph) -> Layout:
    """Where the things of a picture lie."""
    layers = _layers(_ranks(graph), graph.edges)
    tallest = max(map(len, layers), default=1)
    places: dict[int, tuple[int, int]] = {}
    for number, layer in enumerate(layers):
        top = (tallest - len(layer)) * (HEIGHT + DOWN) // 2
        for row, node in enumerate(layer):
            places[node] = (number * (WIDTH + ACROSS), top + row * (HEIGHT + DOWN))
    return Layout(
        tuple(places[node] for node in range(len(graph.nodes))),
        max(len(layers), 1) * (WIDTH + ACROSS) - ACROSS,
        tallest * (HEIGHT + DOWN) - DOWN,
    )


def _ranks(graph: Graph) -> list[int]:
    """The layer of each node: right of all from which data comes, as far as there is no circle."""
    ranks = [0] * len(graph.nodes)
    forward = _without_circles(graph)
    for _ in graph.nodes:
        moved = [edge for edge in forward if ranks[edge.end] <= ranks[edge.start]]
        if not moved:
            break
        for edge in moved:
            ranks[edge.end] = ranks[edge.start] + 1
    into = {edge.end for edge in forward}
    for node in {edge.start for edge in forward} - into:  # beside what it leads to, and not at the far left
        ranks[node] = min(ranks[edge.end] for edge in forward if edge.start == node) - 1
    return ranks


def _without_circles(graph: Graph) -> list[Edge]:
    """The edges without those that lead back to where one comes from."""
    after: dict[int, list[Edge]] = {}
    for edge in graph.edges:
        after.setdefault(edge.start, []).append(edge)
    kept: list[Edge] = []
    done: set[int] = set()
    for first in range(len(graph.nodes)):
        path = [(first, iter(after.get(first, ())))] if first not in done else []
        on_path = {first} if path else set()
        while path:
            node, edges = path[-1]
            if (onward := next(edges, None)) is None:
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif onward.end not in on_path:
                kept.append(onward)
                if onward.end not in done:
                    path.append((onward.end, iter(after.get(onward.end, ()))))
                    on_path.add(onward.end)
    return kept


def _layers(ranks: Sequence[int], edges: Sequence[Edge]) -> list[list[int]]:
    """The nodes of each layer, from top to bottom: near to what they are joined to."""
    layers = [
        [node for node, rank in enumerate(ranks) if rank == number] for number in range(max(ranks, default=0) + 1)
    ]
    joined: dict[int, list[int]] = {node: [] for node in range(len(ranks))}
    for edge in edges:
        joined[edge.start].append(edge.end)
        joined[edge.end].append(edge.start)
    height = {node: row - len(layer) / 2 for layer in layers for row, node in enumerate(layer)}
    for _ in range(SWEEPS):
        for layer in layers:
            wanted = {node: _mean([height[other] for other in joined[node]], height[node]) for node in layer}
            layer.sort(key=lambda node: (wanted[node], node))
            height |= {node: row - len(layer) / 2 for row, node in enumerate(layer)}
    return layers


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
