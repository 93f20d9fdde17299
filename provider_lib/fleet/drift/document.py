"""Drift as a JSON document, for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from provider_lib.fleet.drift.deviations import Deviation, StackDrift

VERSION: Final = "1.0"
"""Of the document: the first number is raised when something in it goes or means something else, the second when
something comes."""


def document(stacks: Sequence[StackDrift]) -> dict[str, Any]:
    """The drift of stacks as values of JSON."""
    return {
        "format_version": VERSION,
        "drift": any(stack.deviations for stack in stacks),
        "is_whole": not any(stack.failure for stack in stacks),
        "stacks": [_stack(stack) for stack in stacks],
    }


def _stack(stack: StackDrift) -> dict[str, Any]:
    failure = stack.failure
    return {
        "name": stack.stack,
        "state": stack.state,
        "failure": {"summary": failure.summary, "detail": failure.detail} if failure else None,
        "objects": [_deviation(it) for it in stack.deviations],
    }


def _deviation(deviation: Deviation) -> dict[str, Any]:
    differences = [{**asdict(it), "path": list(it.path)} for it in deviation.differences]
    return {**asdict(deviation), "secrets": list(deviation.secrets), "differences": differences}
