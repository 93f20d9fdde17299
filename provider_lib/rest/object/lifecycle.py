"""Whether something that runs is as it should be, and waiting until it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from provider_lib.errors import WaitFailed
from provider_lib.rest.object.polling import poll
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Lifecycle, roles
from provider_lib.spec.checks import seconds

SHOWN_OF_TRACE = 12
"""Lines of a stack trace that an error quotes, beside its causes."""


@dataclass(frozen=True, slots=True)
class Health:
    """How far something that runs is from its desired state.

    Args:
        lifecycle: its states.
        values: its state as projected, with the observed state and the tasks.
        desired: the state it should be in.
        masked: a text without its secrets.
    """

    lifecycle: Lifecycle
    values: Mapping[str, Any]
    desired: str
    masked: Callable[[str], str]

    @property
    def tasks(self) -> list[Mapping[str, Any]]:
        """The tasks, as far as there are any."""
        return (self.values.get(self.lifecycle.tasks) or []) if self.lifecycle.tasks else []

    @property
    def is_reached(self) -> bool:
        """Whether it, and every task, is in the desired state."""
        if self.values[self.lifecycle.observed] != self.lifecycle.states[self.desired]:
            return False
        if self.desired == "running" and self.lifecycle.tasks and self.lifecycle.running_needs_tasks and not self.tasks:
            return False
        return all(task["state"] == self._wanted_of_tasks for task in self.tasks)

    @property
    def is_starting(self) -> bool:
        """Whether no task is in a state to stay in, so that those to come are not from before a change."""
        return not any(task["state"] in (self._wanted_of_tasks, *self.lifecycle.task_failed) for task in self.tasks)

    @property
    def _wanted_of_tasks(self) -> str:
        return self.lifecycle.task_states.get(self.desired, self.lifecycle.states[self.desired])

    @property
    def words(self) -> str:
        """It in a line, as far as the server says anything."""
        tasks = "".join(f", task {task['id']} {task['state']}" for task in self.tasks)
        return f"{self.values[self.lifecycle.observed] or 'no state'}{tasks}"

    @property
    def trace(self) -> str | None:
        """The stack trace of the whole, as far as it has failed by itself."""
        return self.values.get(self.lifecycle.trace) if self.lifecycle.trace else None

    def failure(self, name: str, *, tasks_only: bool) -> WaitFailed | None:
        """That it, or a task of it, has failed, with its own trace or that of the first failed task.

        Args:
            tasks_only: the failure of the whole does not count yet, unless it has a trace.
        """
        failed = [task for task in self.tasks if task["state"] in self.lifecycle.task_failed]
        has_failed = self.values[self.lifecycle.observed] in self.lifecycle.failed
        if not failed and not (has_failed and (self.trace or not tasks_only)):
            return None
        numbers = ", ".join(str(task["id"]) for task in failed)
        summary = f"{name} failed" + (f": task {numbers} is {failed[0]['state']}" if failed else "")
        trace = self.trace or next((task["trace"] for task in failed if task.get("trace")), None)
        advice = "Mend what the trace names and apply again; `wait_for_running = false` applies without waiting."
        return WaitFailed(summary, f"{_head(self.masked(trace))}\n\n{advice}" if trace else advice)


def _head(trace: str) -> str:
    """The first lines of a stack trace, and its causes."""
    lines = trace.strip().splitlines()
    causes = [line for line in lines[SHOWN_OF_TRACE:] if line.startswith("Caused by")]
    return "\n".join([*lines[:SHOWN_OF_TRACE], *causes])


def wait_until_healthy(remote: Remote, *, changed: bool = False) -> Any:
    """Wait until an object is in its desired state with all its tasks; the last view of it.

    None when its configuration says not to wait.

    Args:
        changed: it was there before, and its configuration has just been changed.

    Raises:
        WaitFailed: it, or a task of it, failed, and restarting did not help.
        WaitTimedOut: it did not get there in time.
    """
    lifecycle = remote.resource.lifecycle
    if lifecycle is None or not remote.resource.value_of(roles.WaitRunning, remote.values):
        return None
    desired = remote.values[lifecycle.desired]
    restarts = _Restarts(remote)
    counts_from = time.monotonic() + lifecycle.grace
    is_news_from = time.monotonic() + (lifecycle.lag if changed and desired == "running" else 0.0)

    watching = remote.for_watching()
    last: Health | None = None

    def look() -> Any:
        nonlocal is_news_from, last
        view = watching.read()
        if view is None:
            return None
        health = last = Health(lifecycle, remote.projection.volatile(view), desired, remote.target.client.masked)
        failure = health.failure(remote.name, tasks_only=time.monotonic() < counts_from)
        if failure is None and not health.is_reached:
            if health.is_starting:
                is_news_from = 0.0
            return None
        if time.monotonic() < is_news_from:
            return None
        if failure is not None:
            restarts.use_one(failure)
            return None
        return view

    return poll(
        look,
        deadline=remote.target.deadline,
        stop=remote.target.stop,
        what=f"{remote.name} getting {desired}",
        advice=f"{lifecycle.advice}, or allow more time in `timeouts`.",
        seen=lambda: last.words if last is not None else None,
    )


class _Restarts:
    """The restarts that the configuration allows before a failure counts."""

    def __init__(self, remote: Remote) -> None:
        given = remote.resource.value_of(roles.AutoRestart, remote.values)
        self._remote = remote
        self._left = int(given["attempts"]) if given else 0
        self._pause = (seconds(given["backoff"] or "5s") or 0) if given else 0.0
        self._counts_from = 0.0

    def use_one(self, failure: WaitFailed) -> None:
        """Restart what has failed, unless it is too early to tell.

        Raises:
            WaitFailed: this failure, when no restart is left.
        """
        if time.monotonic() < self._counts_from:
            return
        if self._left == 0:
            raise failure
        self._left -= 1
        self._counts_from = time.monotonic() + self._pause
        self._remote.restart()
