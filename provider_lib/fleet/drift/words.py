"""The words that all formats share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from provider_lib.fleet.drift.deviations import Deviation, Kind, StackDrift
from provider_lib.review import Difference
from provider_lib.review.report import Deed
from provider_lib.review.words import apart, line, values

KINDS: Final[Mapping[Kind, str]] = {
    "gone": "gone",
    "changed": "changed by others",
    "undeployed": "not deployed",
}
DEEDS: Final[Mapping[Deed, str]] = {
    "create": "makes it",
    "update": "changes it",
    "replace": "replaces it",
    "delete": "destroys it",
    "forget": "gives it up",
    "import": "takes it over",
    "move": "gives it another address",
    "unknown": "does something unknown to it",
}


def total(stacks: Sequence[StackDrift]) -> str:
    """What all stacks come to, in a line."""
    number = sum(len(stack.deviations) for stack in stacks)
    where = sum(bool(stack.deviations) for stack in stacks)
    unread = sum(stack.failure is not None for stack in stacks)
    found = (
        f"{_deviate(number)} in {where} of {_stacks(len(stacks))}" if number else f"no drift in {_stacks(len(stacks))}"
    )
    seen = found if number or not unread else "no drift was seen"
    return f"{seen}, and {unread} of {_stacks(len(stacks))} could not be looked at whole" if unread else seen


def headline(stack: StackDrift) -> str:
    """What a stack comes to, behind its name."""
    found = _deviate(len(stack.deviations)) if stack.deviations else ""
    return ", ".join(filter(None, [found, "could not be looked at whole" if stack.failure else ""]))


def next_deploy(deviation: Deviation, *, is_whole: bool) -> str:
    """What a deploy does about it; empty where nobody can tell.

    Args:
        is_whole: all of the stack could be planned.
    """
    if deviation.deed is not None:
        again = " again" if deviation.kind == "gone" and deviation.deed == "create" else ""
        return f"a deploy {DEEDS.get(deviation.deed, deviation.deed)}{again}"
    if not is_whole:
        return ""
    return "a deploy forgets it" if deviation.kind == "gone" else "a deploy leaves it as it is"


def facts(deviation: Deviation) -> list[str]:
    """What differs, a line each, and since when."""
    told = [_value(it) for it in deviation.differences]
    told += [f"secret {line(name, 120)}: another value" for name in deviation.secrets]
    return told + ([f"since: {line(str(deviation.since), 200)}"] if deviation.since else [])


def _value(difference: Difference) -> str:
    if difference.hidden or difference.server != difference.after:
        return values(difference)
    return f"{line('.'.join(difference.path), 120)}: {' -> '.join(apart(difference.code, difference.server))}"


def _deviate(number: int) -> str:
    return f"{number} objects deviate" if number != 1 else "1 object deviates"


def _stacks(number: int) -> str:
    return f"{number} stack{'' if number == 1 else 's'}"
