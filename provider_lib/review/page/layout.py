"""Where the things of a picture lie: in layers from left to right, as data flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Link = tuple[int, int]
"""From which node to which."""

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


def layout(nodes: int, links: Sequence[Link]) -> Layout:
    """Where the things of a picture lie.

    Args:
        nodes: how many there are.
        links: between them, as data flows.
    """
    layers = _layers(_ranks(nodes, links), links)
    tallest = max(map(len, layers), default=1)
    places: dict[int, tuple[int, int]] = {}
    for number, layer in enumerate(layers):
        top = (tallest - len(layer)) * (HEIGHT + DOWN) // 2
        for row, node in enumerate(layer):
            places[node] = (number * (WIDTH + ACROSS), top + row * (HEIGHT + DOWN))
    return Layout(
        tuple(places[node] for node in range(nodes)),
        max(len(layers), 1) * (WIDTH + ACROSS) - ACROSS,
        tallest * (HEIGHT + DOWN) - DOWN,
    )


def _ranks(nodes: int, links: Sequence[Link]) -> list[int]:
    """The layer of each node: right of all from which data comes, as far as there is no circle."""
    ranks = [0] * nodes
    forward = _without_circles(nodes, links)
    for _ in range(nodes):
        moved = [link for link in forward if ranks[link[1]] <= ranks[link[0]]]
        if not moved:
            break
        for start, end in moved:
            ranks[end] = ranks[start] + 1
    into = {end for _, end in forward}
    for node in {start for start, _ in forward} - into:  # beside what it leads to, and not at the far left
        ranks[node] = min(ranks[end] for start, end in forward if start == node) - 1
    return ranks


def _without_circles(nodes: int, links: Sequence[Link]) -> list[Link]:
    """The links without those that lead back to where one comes from."""
    after: dict[int, list[int]] = {}
    for start, end in links:
        after.setdefault(start, []).append(end)
    kept: list[Link] = []
    done: set[int] = set()
    for first in range(nodes):
        path = [(first, iter(after.get(first, ())))] if first not in done else []
        on_path = {first} if path else set()
        while path:
            node, ends = path[-1]
            if (onward := next(ends, None)) is None:
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif onward not in on_path:
                kept.append((node, onward))
                if onward not in done:
                    path.append((onward, iter(after.get(onward, ()))))
                    on_path.add(onward)
    return kept


def _layers(ranks: Sequence[int], links: Sequence[Link]) -> list[list[int]]:
    """The nodes of each layer, from top to bottom: near to what they are joined to."""
    layers = [
        [node for node, rank in enumerate(ranks) if rank == number] for number in range(max(ranks, default=0) + 1)
    ]
    joined: dict[int, list[int]] = {node: [] for node in range(len(ranks))}
    for start, end in links:
        joined[start].append(end)
        joined[end].append(start)
    height = {node: row - len(layer) / 2 for layer in layers for row, node in enumerate(layer)}
    for _ in range(SWEEPS):
        for layer in layers:
            wanted = {node: _mean([height[other] for other in joined[node]], height[node]) for node in layer}
            layer.sort(key=lambda node: (wanted[node], node))
            height |= {node: row - len(layer) / 2 for row, node in enumerate(layer)}
    return layers


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
