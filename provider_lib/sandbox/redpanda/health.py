"""One word for a connector and its tasks together.

Source: how Redpanda Console computes ``holistic_state``, rule by rule in its order.
"""

from __future__ import annotations

from provider_lib.sandbox.connect_engine.connector import Connector, Task
from provider_lib.sandbox.connect_engine.lifecycle import State


def holistic_state(connector: Connector) -> str:
    """The first rule that fits, as ``CONNECTOR_HOLISTIC_STATE_...``."""
    return f"CONNECTOR_HOLISTIC_STATE_{_word(connector)}"


def _word(connector: Connector) -> str:
    state, tasks = connector.state, [task.state for task in connector.tasks]
    failed = tasks.count(State.FAILED)
    runs = state is State.RUNNING
    if runs and tasks and tasks.count(State.RUNNING) == len(tasks):
        return "HEALTHY"
    if state is State.FAILED or (runs and failed == len(tasks)):
        return "UNHEALTHY"
    if runs and failed:
        return "DEGRADED"
    if state in (State.PAUSED, State.STOPPED):
        return state
    if state is State.RESTARTING or State.RESTARTING in tasks:
        return "RESTARTING"
    if state is State.UNASSIGNED or State.UNASSIGNED in tasks:
        return "UNASSIGNED"
    return "UNKNOWN"


def errors(connector: Connector) -> list[dict[str, str]]:
    """What went wrong: with the connector as a whole first, and then with each failed task."""
    return [*_own_errors(connector), *(_task_error(connector, task) for task in connector.tasks if _failed(task))]


def _own_errors(connector: Connector) -> list[dict[str, str]]:
    own = f"Connector {connector.name}"
    word = _word(connector).lower()
    if word in ("unhealthy", "degraded"):
        return [_error(f"{own} is in {word} state.", f"{own} {_finding(connector)}", connector.trace)]
    if connector.trace:
        return [_error(f"{own} has an error", f"{own} has an error", connector.trace)]
    return []


def _finding(connector: Connector) -> str:
    count, failed = len(connector.tasks), sum(map(_failed, connector.tasks))
    if connector.state is State.FAILED:
        return "is in failed state."
    if not count:
        return "is in running state but has no tasks."
    if failed == count:
        return "is in running state. All tasks are in failed state."
    return f"is in running state but has {failed} / {count} failed tasks."


def _task_error(connector: Connector, task: Task) -> dict[str, str]:
    title = f"Connector {connector.name} Task {task.id} is in failed state."
    return _error(title, title, task.trace)


def _failed(task: Task) -> bool:
    return task.state is State.FAILED


def _error(title: str, finding: str, trace: str | None) -> dict[str, str]:
    return {"type": "TYPE_ERROR", "title": title, "content": _told_by(trace or "") or finding}


def _told_by(trace: str) -> str:
    """The line of a trace that names the cause, or its first, without the name of the exception."""
    lines = [line.strip("\t") for line in trace.splitlines()]
    told = [line for line in lines if not line.endswith(("exception", ")"))]
    causes = [line for line in told if line.lower().startswith("caused by")]
    if not told:
        return ""
    line = (causes or told)[0].removeprefix("Caused by:").removeprefix("caused by:")
    return line.partition(":")[2].strip() or line
