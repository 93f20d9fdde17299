"""Drift as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provider_lib.fleet.drift.deviations import Deviation, StackDrift
from provider_lib.fleet.drift.words import KINDS, facts, headline, next_deploy, total
from provider_lib.review.words import line

INDENT = "    "

Line = tuple[str, str]
"""A line, and what it is, as a review has it."""


def lines(stacks: Sequence[StackDrift]) -> Iterator[Line]:
    """The drift of stacks: those with something to say line by line, the others counted."""
    yield total(stacks), "head"
    for stack in stacks:
        if stack.deviations or stack.failure:
            yield "", ""
            yield from _stack(stack)


def _stack(stack: StackDrift) -> Iterator[Line]:
    state = f" (state {stack.state})" if stack.state else ""
    yield f"{line(stack.stack, 80)}: {headline(stack)}{state}", "head"
    if stack.failure:
        yield f"{INDENT}{line(stack.failure.summary, 400)}", "trouble"
        for words in stack.failure.detail.splitlines()[:4]:
            yield f"{INDENT}  {line(words, 400)}", "small"
    for deviation in stack.deviations:
        yield from _deviation(deviation, is_whole=stack.failure is None)


def _deviation(deviation: Deviation, *, is_whole: bool) -> Iterator[Line]:
    deploy = next_deploy(deviation, is_whole=is_whole)
    about = ", ".join(filter(None, [line(deviation.whose, 240), deploy]))
    yield f"{INDENT}{KINDS[deviation.kind]}  {line(deviation.name, 240)}{f'  ({about})' if about else ''}", "remark"
    for words in facts(deviation):
        yield f"{INDENT * 2}{words}", ""
