"""What the page says of one thing: a line, and folded all that is known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from provider_lib.fleet.map.estate import Estate, Health, Thing
from provider_lib.fleet.status import Status
from provider_lib.review.page.markup import Markup, joined, tag
from provider_lib.review.words import line

MOST: Final = 20
"""Things to which one leads that are named."""
LONGEST: Final = 400
"""Characters of an error that are shown."""

RELATIONS: Final = (
    ("end", True, "reads"),
    ("start", True, "writes"),
    ("end", False, "belongs to"),
    ("start", False, "has"),
)
"""The side of a link on which a thing is, whether data flow, and what that is to the thing."""
OF_NOBODY: Final = {"reads": "written by", "writes": "read by"}
"""The same of what only others write and read."""


class Details:
    """What there is to say of each thing.

    Args:
        estate: has them.
    """

    def __init__(self, estate: Estate) -> None:
        self._things = estate.things
        self._joined: dict[tuple[int, str], list[int]] = {}
        for link in estate.links:
            for side, is_flow, relation in RELATIONS:
                if is_flow == link.is_flow:
                    own, other = (link.end, link.start) if side == "end" else (link.start, link.end)
                    self._joined.setdefault((own, relation), []).append(other)

    def anchor(self, number: int) -> str:
        """By which the page leads to a thing."""
        return f"thing-{number}"

    def row(self, number: int) -> Markup:
        """A thing in a line, with what opens below it."""
        thing = self._things[number]
        facts = tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in self._facts(number)))
        summary = tag("summary", *_summary(thing))
        return tag("details", summary, facts, class_="thing", id=self.anchor(number), data_health=thing.health)

    def _facts(self, number: int) -> Iterator[tuple[str, Markup | str]]:
        thing = self._things[number]
        if thing.where:
            yield "where", thing.where
        if thing.status is not None:
            yield from _health(thing.status)
        for _, _, relation in RELATIONS:
            if others := self._joined.get((number, relation)):
                told = relation if thing.system else OF_NOBODY.get(relation, relation)
                yield told, joined(self._links(others))
        if thing.stack:
            yield "stack", thing.stack
            yield "construct", tag("code", thing.construct_path) if thing.construct_path else "-"
            yield "address", tag("code", thing.address)

    def _links(self, others: list[int]) -> Iterator[str]:
        for at, number in enumerate(islice(others, MOST)):
            yield ", " if at else ""
            yield tag("a", self._things[number].name, href=f"#{self.anchor(number)}")
        if len(others) > MOST:
            yield f" and {len(others) - MOST:,} more"


def _health(status: Status) -> Iterator[tuple[str, Markup | str]]:
    yield "is", status.does
    if status.desired:
        yield "should be", status.desired
    if status.tasks:
        yield "tasks", ", ".join(f"{task.id}: {task.state}" for task in status.tasks)
    if status.agent_connected is not None:
        yield "agent", "connected" if status.agent_connected else "not connected"
    if status.cause is not None:
        yield "why", status.cause.name
        yield "what to do", status.cause.advice or "It may pass: `sluice watch` restarts it."
    if status.drift:
        yield "changed by hand", joined(_codes(status.drift))


def _summary(thing: Thing) -> Iterator[Markup]:
    yield chip(thing.health, thing.health) if thing.health else tag("span")
    yield tag("span", thing.name, class_="name")
    status = thing.status
    about = [f"{thing.kind} of {thing.stack}"] if thing.stack else []
    if status is not None and status.state:
        about.append(status.state)
    if status is not None and status.failed:
        about.append(f"{status.failed} of {len(status.tasks)} tasks failed")
    if status is not None and status.agent_connected is not None and not status.desired:
        about.append("agent connected" if status.agent_connected else "no agent")
    yield tag("span", ", ".join(about), class_="aside")
    if status is not None and status.trouble:
        yield tag("span", line(status.trouble, LONGEST), class_="trouble")


def chip(health: Health, text: str) -> Markup:
    """How something is, in a colour and in words."""
    return tag("span", text, class_=chip_look(health))


def chip_look(health: Health) -> str:
    """The class of what shows it."""
    return f"chip {health.replace(' ', '-')}"


def _codes(names: tuple[str, ...]) -> Iterator[str]:
    for at, name in enumerate(names):
        yield ", " if at else ""
        yield tag("code", name)
