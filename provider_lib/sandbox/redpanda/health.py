"""One word for a connector and its tasks together.

Source: how Redpanda Console computes ``holistic_state``, rule by rule in its order.
"""

from __future__ import annotations

from provider_lib.sandbox.connect_engine.connectors import Connector
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
    """What went wrong: the connector's own error first, then one for each failed task."""
    found = [_error(f"Task {task.id} failed", task.trace) for task in connector.tasks if task.state is State.FAILED]
    if connector.state is State.FAILED:
        return [_error("Connector failed", connector.trace), *found]
    if connector.state is State.RUNNING and not connector.tasks:
        return [_error(f"Connector {connector.name} is in running state but has no tasks.", None)]
    return found


def _error(title: str, trace: str | None) -> dict[str, str]:
    first_line = (trace or "").partition("\n")[0]
    return {"type": "TYPE_ERROR", "title": title, "content": first_line}
