"""Whether something that runs is as it should be, and waiting until it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import inf
from typing import Any, Literal

from provider_lib.contract import Diagnostic
from provider_lib.dataclass import dataclass
from provider_lib.errors import WaitFailed
from provider_lib.rest.object.polling import NOT_THERE, poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.watch import Watch
from provider_lib.rest.object.witness import presence_of
from provider_lib.spec import Lifecycle, Resource, roles
from provider_lib.spec.checks import seconds

Verdict = Literal["reached", "failed", "pending"]
"""Whether something is in its desired state, in one of failure, or in another."""

SHOWN_OF_TRACE = 12
"""Lines of a stack trace that an error quotes, beside its causes."""


@dataclass(frozen=True, slots=True)
class Health:
    """How far something that runs is from its desired state.

    Args:
        lifecycle: its states.
        values: its state as projected, with the observed state and the tasks.
        desired: the state it should be in.
        least: how many tasks it must have to be running.
        masked: a text without its secrets.
    """

    lifecycle: Lifecycle
    values: Mapping[str, Any]
    desired: str
    least: int
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
        if self.desired == "running" and self.lifecycle.tasks and len(self.tasks) < self.least:
            return False
        return all(task["state"] == self._wanted_of_tasks for task in self.tasks)

    @property
    def is_idle(self) -> bool:
        """Whether it runs as it should, but for the tasks that it has not."""
        words = (self.lifecycle.states["running"], *self.lifecycle.idle)
        runs = self.desired == "running" and self.values[self.lifecycle.observed] in words and not self.trace
        return runs and self.lifecycle.tasks is not None and not self.tasks

    @property
    def is_starting(self) -> bool:
        """Whether no task is in a state to stay in, so that those to come are not from before a change."""
        return not any(task["state"] in (self._wanted_of_tasks, *self.lifecycle.task_failed) for task in self.tasks)

    @property
    def _wanted_of_tasks(self) -> str:
        return self.lifecycle.task_states.get(self.desired, self.lifecycle.states[self.desired])

    @property
    def verdict(self) -> Verdict:
        """How it is, where nobody waits for it: what runs and has no task may have nothing to do."""
        if self.failure("", tasks_only=self.is_idle) is not None:
            return "failed"
        may_be_idle = self.is_idle and self.least <= int(self.lifecycle.tasks_within > 0)
        return "reached" if self.is_reached or may_be_idle else "pending"

    @property
    def words(self) -> str:
        """It in a line, as far as the server says anything."""
        tasks = "".join(f", task {task['id']} {task['state']}" for task in self.tasks)
        if 0 < len(self.tasks) < self.least:
            tasks += f", {len(self.tasks)} of {self.least} tasks"
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
        if trace:
            said, advice = _head(self.masked(trace)), "Mend what the trace names and apply again"
        else:
            said, advice = self.findings or f"It is {self.words}.", self.lifecycle.advice
        return WaitFailed(summary, f"{said}\n\n{advice}; `wait_for_running = false` applies without waiting.")

    @property
    def findings(self) -> str:
        """What the server itself says is wrong, a line for each."""
        found = (self.values.get(self.lifecycle.findings) or []) if self.lifecycle.findings else []
        lines = (": ".join(filter(None, ((item["title"] or "").rstrip("."), item["content"]))) for item in found)
        return "\n".join(self.masked(line) for line in lines if line)


def _head(trace: str) -> str:
    """The first lines of a stack trace, and its causes."""
    lines = trace.strip().splitlines()
    causes = [line for line in lines[SHOWN_OF_TRACE:] if line.startswith("Caused by")]
    return "\n".join([*lines[:SHOWN_OF_TRACE], *causes])


@dataclass(frozen=True, slots=True)
class Settled:
    """What a wait has ended with.

    Args:
        view: the last one of the object; None when it was not waited for.
        warnings: what the user should know although all is well.
    """

    view: Any = None
    warnings: tuple[Diagnostic, ...] = ()


def wait_until_healthy(remote: Remote, *, changed: bool = False) -> Settled:
    """Wait until an object is in its desired state with all its tasks, if its configuration says to wait.

    Args:
        changed: it was there before, and its configuration has just been changed.

    Raises:
        WaitFailed: it, or a task of it, failed, and restarting did not help.
        WaitTimedOut: it did not get there in time.
        Vanished: it was deleted meanwhile.
    """
    lifecycle = _waited_for(remote)
    if lifecycle is None:
        return Settled()
    with Watch(remote) as watch:
        wait = _Wait(remote, watch, lifecycle, changed=changed)
        view = poll(
            wait.look,
            deadline=remote.target.deadline,
            stop=remote.target.stop,
            what=remote.name,
            wanted=wait.desired,
            advice=f"{lifecycle.advice}, or allow more time in `timeouts`.",
            seen=lambda: wait.sight,
        )
    return Settled(view, wait.warnings)


def waits_for_health(remote: Remote) -> bool:
    """Whether the configuration of an object says to wait until it is in its desired state."""
    return _waited_for(remote) is not None


def is_healthy(remote: Remote, view: Any) -> bool:
    """Whether a view shows an object in its desired state, where its configuration says to wait for that."""
    lifecycle = _waited_for(remote)
    return lifecycle is None or _health(remote, lifecycle, view).is_reached


def verdict_on(remote: Remote, view: Any) -> Verdict | None:
    """How an object is by a view of it; None for what has no desired states."""
    lifecycle = remote.resource.lifecycle
    return None if lifecycle is None else _health(remote, lifecycle, view).verdict


def verdict_of(resource: type[Resource], stored: Mapping[str, Any]) -> Verdict | None:
    """How an object was when it was stored; None for what has no desired states, or none that is known."""
    lifecycle = resource.lifecycle
    if lifecycle is None or stored.get(lifecycle.observed) is None:
        return None
    return Health(lifecycle, stored, stored[lifecycle.desired], _least(resource, stored, lifecycle), str).verdict


def _waited_for(remote: Remote) -> Lifecycle | None:
    return remote.resource.lifecycle if remote.resource.value_of(roles.WaitRunning, remote.values) else None


def _health(remote: Remote, lifecycle: Lifecycle, view: Any) -> Health:
    least = _least(remote.resource, remote.values, lifecycle)
    values = remote.projection.volatile(view)
    return Health(lifecycle, values, remote.values[lifecycle.desired], least, remote.target.client.masked)


def _least(resource: type[Resource], values: Mapping[str, Any], lifecycle: Lifecycle) -> int:
    wanted = resource.value_of(roles.MinTasks, values)
    return int(wanted) if wanted is not None else int(lifecycle.tasks_within > 0)


class _Wait:
    """A wait under way: from when on what the server says counts."""

    def __init__(self, remote: Remote, watch: Watch, lifecycle: Lifecycle, *, changed: bool) -> None:
        now = time.monotonic()
        self.desired: str = remote.values[lifecycle.desired]
        self.sight: str | None = None
        self.warnings: tuple[Diagnostic, ...] = ()
        self._remote, self._watch, self._lifecycle = remote, watch, lifecycle
        self._presence = presence_of(remote)
        self._restarts = _Restarts(remote)
        self._needs_tasks = remote.resource.value_of(roles.MinTasks, remote.values) is not None
        self._counts_from = now + lifecycle.grace
        self._is_news_from = now + (lifecycle.lag if changed and self.desired == "running" else 0.0)
        self._idle_until: float | None = None
        self._deadline = remote.target.deadline

    def look(self) -> Any:
        """The view, once the object is as it should be.

        Raises:
            WaitFailed: it, or a task of it, failed, and restarting did not help.
            Vanished: it was deleted meanwhile.
        """
        view = self._watch.look()
        self._presence.note(is_there=view is not None)
        if view is None:
            self.sight = NOT_THERE
            return None
        health = _health(self._remote, self._lifecycle, view)
        self.sight = health.words
        if self._may_stay(health):
            self.warnings = (_without_tasks(self._remote.name, health),)
            return view
        failure = health.failure(self._remote.name, tasks_only=health.is_idle or time.monotonic() < self._counts_from)
        if failure is None and not health.is_reached:
            if health.is_starting:
                self._is_news_from = 0.0
            return None
        if (self._watch.asked or 0.0) < self._is_news_from:
            return None
        if failure is not None:
            self._restarts.use_one(failure)
            return None
        return view

    def _may_stay(self, health: Health) -> bool:
        """Whether it has been without a task for so long that it seems to need none for now."""
        if not health.is_idle or self._needs_tasks or not self._lifecycle.tasks_within:
            self._idle_until = None
            return False
        now = time.monotonic()
        if self._idle_until is None:
            left = self._deadline - now if self._deadline is not None else inf
            self._idle_until = now + min(self._lifecycle.tasks_within, left / 2)
        return now >= self._idle_until


def _without_tasks(name: str, health: Health) -> Diagnostic:
    said = [health.findings] if health.findings else []
    advice = "It may have nothing to do yet. If it should have, look at its log; `min_tasks` waits for tasks."
    return Diagnostic("warning", f"{name} runs, but has no task", "\n".join([*said, advice]))


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
