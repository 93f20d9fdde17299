"""How something that runs was when the plan looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from provider_lib.review.masking import without_credentials
from provider_lib.review.report import Health
from provider_lib.spec import Lifecycle

LONGEST: Final = 200
"""Characters of a trace's first line that are shown."""


def health(lifecycle: Lifecycle | None, values: Mapping[str, Any] | None) -> Health | None:
    """The health of an object, None when nobody knows of it.

    Args:
        lifecycle: of its resource.
        values: the object as the refresh found it.
    """
    state = values.get(lifecycle.observed) if lifecycle and values else None
    if lifecycle is None or values is None or not isinstance(state, str):
        return None
    tasks = values.get(lifecycle.tasks) if lifecycle.tasks else None
    tasks = [task for task in tasks if isinstance(task, Mapping)] if isinstance(tasks, list) else []
    runs = (lifecycle.task_states or lifecycle.states).get("running")
    running = sum(1 for task in tasks if task.get("state") == runs)
    return Health(without_credentials(state), len(tasks), running, tuple(_trouble(lifecycle, values, tasks)))


def _trouble(lifecycle: Lifecycle, values: Mapping[str, Any], tasks: list[Any]) -> Iterator[str]:
    trace = values.get(lifecycle.trace) if lifecycle.trace else None
    if isinstance(trace, str) and trace.strip():
        yield _first_line(trace)
    for task in tasks:
        if task.get("state") in lifecycle.task_failed:
            trace = task.get("trace")
            why = _first_line(trace) if isinstance(trace, str) else "it does not say why"
            yield f"task {without_credentials(str(task.get('id')))}: {why}"


def _first_line(trace: str) -> str:
    return without_credentials(next(iter(trace.strip().splitlines()), ""))[:LONGEST]
