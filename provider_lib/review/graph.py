"""What changes, and what is joined to it: environments, connectors, topics and other systems, as a value to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from provider_lib.review.differences import with_unknowns
from provider_lib.review.joints import Joint, joints
from provider_lib.review.masking import UNKNOWN, masked
from provider_lib.review.plan import Plan, PlannedChange, resource_of
from provider_lib.review.report import Change, Edge, Graph, Node
from provider_lib.spec import Declarations, Resource

MOST: Final = 40
"""Nodes of a picture that a person can read."""
NEAREST: Final = 12
"""Nodes that are drawn around one of what changes, when there is no room for all."""

Key = tuple[str, str, str]
"""Kind, name, and within what; of an object its address takes the place of the name."""


def graph(
    plan: Plan, catalogue: Declarations, changes: Sequence[Change], titles: Callable[[PlannedChange], tuple[str, str]]
) -> Graph:
    """The picture of a plan.

    Args:
        plan: also with what stays as it is.
        catalogue: says what reads and writes what.
        changes: the worst first.
        titles: what an object is, and what a person calls it.
    """
    if not changes:
        return Graph()
    whole = _Whole(plan, catalogue, {change.address: change for change in changes}, titles)
    shown, left_out = whole.chosen([change.address for change in changes])
    numbers = {key: number for number, key in enumerate(key for key in whole.nodes if key in shown)}
    edges = [
        Edge(numbers[start], numbers[end], is_flow, _fate(sides))
        for (start, end, is_flow), sides in whole.edges.items()
        if start in numbers and end in numbers
    ]
    return Graph(tuple(whole.nodes[key] for key in numbers), tuple(edges), left_out) if edges else Graph()


def _fate(sides: set[str]) -> Any:
    if len(sides) == 2:
        return "stays"
    return "comes" if "after" in sides else "goes"


class _Whole:
    """All that a plan knows of, joined."""

    def __init__(
        self,
        plan: Plan,
        catalogue: Declarations,
        changes: Mapping[str, Change],
        titles: Callable[[PlannedChange], tuple[str, str]],
    ) -> None:
        self.nodes: dict[Key, Node] = {}
        self.edges: dict[tuple[Key, Key, bool], set[str]] = {}
        self._catalogue = catalogue
        self._expressions = plan.expressions
        self._identified: dict[tuple[str, str], Key] = {}
        declared = [
            (item, kind)
            for item in plan.changes
            if item.mode == "managed" and not item.deposed and (kind := catalogue.resources.get(item.kind)) is not None
        ]
        for item, kind in declared:
            self._put(item, kind, changes.get(item.address), titles)
        for item, kind in declared:
            after = with_unknowns(item.after, item.unknown) if item.after is not None else None
            for side, values, sensitive in (
                ("before", item.before, item.sensitive[0]),
                ("after", after, item.sensitive[1]),
            ):
                for joint in joints(kind, values, sensitive) if values is not None else ():
                    self._join(_object(item.address), joint, side)

    def _put(
        self,
        item: PlannedChange,
        declared: type[Resource],
        change: Change | None,
        titles: Callable[[PlannedChange], tuple[str, str]],
    ) -> None:
        key = _object(item.address)
        thing, name = titles(item)
        self.nodes[key] = Node(thing, name, "", item.address, change.deed if change else None)
        for values in (item.before or {}, item.after or {}):
            for attribute in {*declared.identity_fields(), *declared.known_as}:
                if isinstance(value := values.get(attribute), str):
                    self._identified[f"{item.kind}.{attribute}", value] = key

    def _join(self, key: Key, joint: Joint, side: str) -> None:
        for other in self._others(key, joint):
            start, end = (key, other) if joint.way == "out" else (other, key)
            if start != end:
                self.edges.setdefault((start, end, joint.way != "on"), set()).add(side)

    def _others(self, key: Key, joint: Joint) -> Iterator[Key]:
        """What a joint leads to, put among the nodes."""
        type_name, _, attribute = joint.kind.partition(".")
        if not attribute:
            other = (joint.kind, joint.name, joint.within)
            self.nodes.setdefault(other, Node(joint.kind, joint.name, joint.within))
            yield other
        elif joint.name == UNKNOWN:
            yield from self._referenced(key, joint.field, type_name)
        elif known := self._identified.get((joint.kind, joint.name)):
            yield known
        elif (declared := self._catalogue.resources.get(type_name)) and attribute in (
            declared.known_as or declared.identity_fields()
        ):
            other = (type_name, joint.name, "")
            self.nodes.setdefault(other, Node(declared.thing(), str(masked(joint.name))))
            yield other

    def _referenced(self, key: Key, field: str, type_name: str) -> Iterator[Key]:
        """What the code refers to."""
        for reference in _references(self._expressions.get(resource_of(key[1]), {}).get(field)):
            other = _object(".".join(reference.split(".")[:2]))
            if reference.startswith(f"{type_name}.") and other in self.nodes:
                yield other

    def chosen(self, changed: Sequence[str]) -> tuple[set[Key], int]:
        """What is drawn: all that is joined or, where that is too much, what changes and what is near it."""
        around: dict[Key, list[Key]] = {}
        for start, end, _ in self.edges:
            around.setdefault(start, []).append(end)
            around.setdefault(end, []).append(start)
        if len(around) <= MOST:
            return set(around), 0
        shown: set[Key] = set()
        left_out = 0
        for address in changed:
            key = _object(address)
            near = _near(key, around) if key in around else set()
            if len(shown | near) <= MOST:
                shown |= near
            else:
                left_out += 1
        return shown, left_out


def _near(key: Key, around: Mapping[Key, list[Key]]) -> set[Key]:
    """Something, what it is joined to and, where there is room, who else has to do with its topics."""
    topics = (other for other in around[key] if other[0] == "topic")
    near = {key}
    for others in (around[key], *(around[topic] for topic in topics)):
        for other in others:
            if len(near) > NEAREST:
                return near
            near.add(other)
    return near


def _object(address: str) -> Key:
    return "object", address, ""


def _references(expression: Any) -> Iterator[str]:
    """The references in an expression, and in those inside it."""
    if isinstance(expression, list):
        for item in expression:
            yield from _references(item)
    elif isinstance(expression, Mapping):
        for name, item in expression.items():
            if name == "references" and isinstance(item, list):
                yield from (text for text in item if isinstance(text, str))
            else:
                yield from _references(item)
