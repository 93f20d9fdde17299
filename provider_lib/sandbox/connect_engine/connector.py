"""A connector as it is at a moment."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.definitions import Plugin
from provider_lib.sandbox.connect_engine.lifecycle import Condition, State
from provider_lib.sandbox.connect_engine.validation import plugin_of
from provider_lib.sandbox.connect_engine.values import is_left_open

WORKER = "sandbox:8083"
"""The id of the one worker that runs everything."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a connector as it is now."""

    id: int
    state: State
    trace: str | None


@dataclass(frozen=True, slots=True)
class Connector:
    """A connector as it is now.

    Args:
        has_begun: whether it has ever been in another state than UNASSIGNED; before that, a worker tells none.
    """

    id: int
    cluster: str
    name: str
    config: Config
    state: State
    trace: str | None
    tasks: tuple[Task, ...]
    has_begun: bool

    @property
    def plugin(self) -> Plugin:
        """The plugin that it is an instance of."""
        return plugin_of(self.config)

    def config_masked(self, mask: str | None) -> Config:
        """Its configuration with ``mask`` in the place of passwords, unless that is None."""
        if mask is None:
            return self.config
        secret = self.plugin.secret_keys
        return {key: mask if key in secret and not is_left_open(value) else value for key, value in self.config.items()}

    @property
    def condition(self) -> Condition:
        """Its states without anything else."""
        return Condition(self.state, {task.id: task.state for task in self.tasks})


def fold(rows: Iterable[sqlite3.Row]) -> list[Connector]:
    """One connector for each id; of its rows, oldest first, the last one of each task and of itself counts."""
    latest: dict[int, dict[int | None, sqlite3.Row]] = {}
    begun: set[int] = set()
    for row in rows:
        latest.setdefault(row["id"], {})[row["task"]] = row
        if row["task"] is None and row["state"] != State.UNASSIGNED:
            begun.add(row["id"])
    return [_connector(states, has_begun=connector in begun) for connector, states in latest.items()]


def _connector(states: dict[int | None, sqlite3.Row], *, has_begun: bool) -> Connector:
    own = states.pop(None)
    tasks = [Task(task, State(row["state"]), row["trace"]) for task, row in states.items() if task is not None]
    return Connector(
        own["id"],
        own["cluster"],
        own["name"],
        json.loads(own["config"]),
        State(own["state"]),
        own["trace"],
        tuple(sorted((task for task in tasks if task.state is not State.GONE), key=lambda task: task.id)),
        has_begun,
    )
