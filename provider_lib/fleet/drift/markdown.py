"""Drift as Markdown, for the body of an issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from provider_lib.fleet.drift.deviations import Deviation, StackDrift
from provider_lib.fleet.drift.words import KINDS, facts, headline, next_deploy, total
from provider_lib.review.markdown import CUT, LONGEST, MOST, code, escaped
from provider_lib.review.words import capital

ADVICE: Final = (
    "\nWhat others changed is changed back by `sluice deploy STACK`, and stays when it is written into the code. "
    "`sluice review STACK` says what a deploy does to the data.\n"
)


def markdown(stacks: Sequence[StackDrift]) -> str:
    """The drift of stacks in as many characters as an issue takes; what could not be looked at comes first."""
    written, left_out = f"## {capital(escaped(total(stacks)))}\n", 0
    for stack in sorted(stacks, key=lambda it: it.failure is None):
        if not stack.deviations and not stack.failure:
            continue
        head = "".join(_head(stack))
        for block in (head, *("".join(_deviation(it, stack.failure is None)) for it in stack.deviations)):
            if len(written) + len(block) + len(ADVICE) + CUT < LONGEST:
                written += block
            elif block is not head:
                left_out += 1
    if left_out:
        written += f"\n**{left_out} more are not shown here**: `sluice drift` shows all.\n"
    return written + (ADVICE if any(stack.deviations for stack in stacks) else "")


def _head(stack: StackDrift) -> Iterator[str]:
    yield f"\n### {code(stack.stack)}: {escaped(headline(stack))}\n\n"
    if stack.state:
        yield f"<sub>State {escaped(stack.state)}</sub>\n\n"
    if stack.failure:
        first = next(iter(stack.failure.detail.splitlines()), "")
        yield f"- {code(stack.failure.summary)}{f' {code(first)}' if first else ''}\n"


def _deviation(deviation: Deviation, is_whole: bool) -> Iterator[str]:
    deploy = next_deploy(deviation, is_whole=is_whole)
    whose = f" {code(deviation.whose)}" if deviation.whose else ""
    yield f"- **{KINDS[deviation.kind]}** {code(deviation.name)}{whose}{f': {deploy}' if deploy else ''}\n"
    told = facts(deviation)
    yield from (f"  - {code(words)}\n" for words in told[:MOST])
    if len(told) > MOST:
        yield f"  - and {len(told) - MOST} values more\n"
