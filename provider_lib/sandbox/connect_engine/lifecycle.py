"""What becomes of a connector, and when: each command yields the state changes that it will bring.

Nothing runs in the background. A command writes its changes with the time at which each comes true; whoever
reads the connector takes those whose time has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid
from provider_lib.sandbox.connect_engine.switches import ConnectSwitches


class State(StrEnum):
    """The state of a connector or task; GONE is the sandbox's own, for a task that no longer exists."""

    UNASSIGNED = "UNASSIGNED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"
    RESTARTING = "RESTARTING"
    FAILED = "FAILED"
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class Change:
    """A state that the connector (``task`` None) or one of its tasks has from ``at`` on."""

    at: float
    task: int | None
    state: State
    trace: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """The states that hold now; ``tasks`` has only those that exist."""

    connector: State
    tasks: Mapping[int, State]


_TRACE = (
    "org.apache.kafka.connect.errors.ConnectException: This task was asked to fail\n"
    "\tat org.apache.kafka.connect.runtime.WorkerTask.doRun(WorkerTask.java:229)\n"
    "\tat org.apache.kafka.connect.runtime.WorkerTask.run(WorkerTask.java:284)"
)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The failure that a connector's own configuration asks for.

    | key                     | meaning                                                                 |
    | ----------------------- | ----------------------------------------------------------------------- |
    | `sandbox.fail.task`     | number of the task that fails, or `all`                                 |
    | `sandbox.fail.trace`    | its stack trace                                                         |
    | `sandbox.fail.after.ms` | how long it runs before, 0 unless given                                 |
    | `sandbox.fail.times`    | how often it fails before a restart cures it; always, unless given      |
    | `sandbox.fail.start`    | the stack trace with which the connector itself fails when it starts    |
    | `sandbox.fail.create`   | the text with which the create itself is refused                        |
    | `sandbox.tasks`         | how many tasks it gets, `tasks.max` unless given; 0 for nothing to do   |
    """

    task: str
    trace: str
    after: float
    times: int | None

    @classmethod
    def of(cls, config: Config) -> Rehearsal | None:
        """The failure that ``config`` asks for, if any.

        Raises:
            ConfigInvalid: a number is none.
        """
        task = config.get("sandbox.fail.task")
        if task is None:
            return None
        return cls(
            task,
            config.get("sandbox.fail.trace") or _TRACE,
            (_number(config, "sandbox.fail.after.ms") or 0) / 1000,
            _number(config, "sandbox.fail.times"),
        )

    def failure(self, task: int, running_from: float, failed_before: int) -> Change | None:
        """How ``task`` fails after running, unless it is to be spared."""
        if self.task not in ("all", str(task)):
            return None
        if self.times is not None and failed_before >= self.times:
            return None
        return Change(running_from + self.after, task, State.FAILED, self.trace)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The changes that commands bring to one connector.

    Args:
        switches: how long each change takes.
        config: the connector's configuration.
        failures: how often each task has failed so far.
    """

    switches: ConnectSwitches
    config: Config
    failures: Mapping[int, int]

    def start(self, now: float) -> Iterator[Change]:
        """A connector that is to run gets assigned, and then its tasks."""
        yield Change(now, None, State.UNASSIGNED)
        running = now + self.switches.start_after_ms / 1000
        if trace := self.config.get("sandbox.fail.start") or _null_trace(self.config):
            yield Change(running, None, State.FAILED, trace)
            return
        yield Change(running, None, State.RUNNING)
        yield from self._start_tasks(running)

    def rest(self, now: float, state: State) -> Iterator[Change]:
        """A connector that is created PAUSED or STOPPED never runs, and so has no tasks yet."""
        yield Change(now, None, state)

    def pause(self, now: float, before: Condition) -> Iterator[Change]:
        """The connector pauses, and its tasks after it; what has FAILED stays so."""
        yield from self._turn(now, before, State.PAUSED)

    def resume(self, now: float, before: Condition) -> Iterator[Change]:
        """A paused connector and its tasks run again; one without tasks starts them."""
        if before.connector is State.RUNNING:
            return
        yield from self._turn(now, before, State.RUNNING)
        if not before.tasks:
            yield from self._start_tasks(now + self.switches.change_after_ms / 1000)

    def stop(self, now: float, before: Condition) -> Iterator[Change]:
        """The connector keeps its configuration and offsets; its tasks are gone."""
        stopped = now + self.switches.change_after_ms / 1000
        yield Change(stopped, None, State.STOPPED)
        yield from (Change(stopped, task, State.GONE) for task in before.tasks)

    def reconfigure(self, now: float, before: Condition) -> Iterator[Change]:
        """A running connector starts anew with its new configuration; a resting one keeps resting."""
        if before.connector in (State.PAUSED, State.STOPPED):
            return
        changed = now + self.switches.change_after_ms / 1000
        yield from (Change(changed, task, State.GONE) for task in before.tasks)
        yield from self.start(changed)

    def restart(
        self, now: float, before: Condition, *, connector: bool, tasks: Iterable[int], is_announced: bool = False
    ) -> Iterator[Change]:
        """The connector and the named tasks restart; a resting connector is at rest again after it.

        Args:
            is_announced: whether it shows also where nothing runs.
        """
        running = now + self.switches.start_after_ms / 1000
        if before.connector in (State.PAUSED, State.STOPPED):
            if connector and is_announced:
                yield Change(now, None, State.RESTARTING)
                yield Change(running, None, before.connector)
            return
        if connector:
            yield Change(now, None, State.RESTARTING)
            yield Change(running, None, State.RUNNING)
        for task in tasks:
            yield Change(now, task, State.RESTARTING)
            yield from self._run_task(task, running + self.switches.tasks_start_after_ms / 1000)

    def _turn(self, now: float, before: Condition, state: State) -> Iterator[Change]:
        turned = now + self.switches.change_after_ms / 1000
        if before.connector is not State.FAILED:
            yield Change(turned, None, state)
        follow = turned + self.switches.tasks_change_after_ms / 1000
        for task, current in before.tasks.items():
            if current is State.FAILED:
                continue
            if state is State.RUNNING:
                yield from self._run_task(task, follow)
            else:
                yield Change(follow, task, state)

    def _start_tasks(self, running: float) -> Iterator[Change]:
        exist = running + self.switches.tasks_after_ms / 1000
        for task in range(_task_count(self.config)):
            yield Change(exist, task, State.UNASSIGNED)
            yield from self._run_task(task, exist + self.switches.tasks_start_after_ms / 1000)

    def _run_task(self, task: int, at: float) -> Iterator[Change]:
        yield Change(at, task, State.RUNNING)
        rehearsal = Rehearsal.of(self.config)
        failure = rehearsal and rehearsal.failure(task, at, self.failures.get(task, 0))
        if failure:
            yield failure


def _null_trace(config: Config) -> str | None:
    """A null gets past the checks of a worker, and then its connector stumbles over it."""
    for key, value in config.items():
        if value is None:
            return f"java.lang.ClassCastException: Non-string value found in original settings for key {key}: null"
    return None


def _number(config: Config, key: str) -> int | None:
    given = config.get(key)
    if given is None:
        return None
    if not given.isdecimal():
        raise ConfigInvalid(f"Invalid value {given} for configuration {key}: Not a number of type INT")
    return int(given)


def _task_count(config: Config) -> int:
    asked = (config.get("sandbox.tasks") or config.get("tasks.max") or "1").strip()
    return int(asked) if asked.isdecimal() else 1
