"""Connectors, by cluster and name, and the commands that a Connect worker takes for them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.connector import Connector, fold
from provider_lib.sandbox.connect_engine.definitions import USUAL, Release
from provider_lib.sandbox.connect_engine.errors import (
    ConfigInvalid,
    ConnectorExists,
    ConnectorMissing,
    NotStopped,
    Rebalancing,
    TaskMissing,
)
from provider_lib.sandbox.connect_engine.lifecycle import Change, Lifecycle, Rehearsal, State
from provider_lib.sandbox.connect_engine.offset_rules import Offset
from provider_lib.sandbox.connect_engine.offsets import Offsets
from provider_lib.sandbox.connect_engine.switches import ConnectSwitches
from provider_lib.sandbox.connect_engine.used_topics import forget_topics, used_topics
from provider_lib.sandbox.connect_engine.validation import require_valid
from provider_lib.sandbox.part import World


def _usual() -> Release:
    return USUAL


class Connectors:
    """The connectors of every cluster; a cluster is any text that the vendor's part chooses.

    Args:
        release: what the workers are of, asked anew each time.
    """

    def __init__(self, world: World, release: Callable[[], Release] = _usual) -> None:
        self._release = release
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches
        self._offsets = Offsets(world.store)

    def create(self, cluster: str, name: str, config: Config, initial: State = State.RUNNING) -> Connector:
        """Make a connector, which starts unless ``initial`` is PAUSED or STOPPED.

        Raises:
            ConnectorExists, ConfigInvalid, PluginMissing, TopicsInvalid, Rebalancing.
        """
        self._require_balanced()
        config = _named(name, config)
        self._require_valid(config)
        if refused := config.get("sandbox.fail.create"):
            raise ConfigInvalid(refused)
        now, switches = self._clock.now(), self._switches.of(ConnectSwitches)
        try:
            row = self._store.insert(
                "INSERT INTO connect_connectors (cluster, name, config, created, appears, offsets_from, topics_from)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (cluster, name, json.dumps(config), now, now + switches.appear_after_ms / 1000, now, now),
            )
        except sqlite3.IntegrityError as error:
            raise ConnectorExists(name) from error
        lifecycle = Lifecycle(switches, config, {})
        self._record(row, lifecycle.start(now) if initial is State.RUNNING else lifecycle.rest(now, initial))
        return Connector(row, cluster, name, config, State.UNASSIGNED, None, (), has_begun=False)

    def get(self, cluster: str, name: str) -> Connector:
        """The connector.

        Raises:
            ConnectorMissing: there is none, or it was made so recently that it cannot be read yet.
        """
        found = self._read("c.cluster = ? AND c.name = ?", (cluster, name))
        if not found:
            raise ConnectorMissing(name)
        return found[0]

    def all_of(self, clusters: Sequence[str]) -> list[Connector]:
        """Every connector of ``clusters``, in the order of their making."""
        return self._read(f"c.cluster IN ({','.join('?' * len(clusters))})", clusters)

    def paths(self) -> list[str]:
        """Where every connector of any cluster is, with its name."""
        sql = "SELECT cluster || '/' || name AS path FROM connect_connectors WHERE deleted IS NULL ORDER BY path"
        return [row["path"] for row in self._store.rows(sql)]

    def put_config(self, cluster: str, name: str, config: Config) -> tuple[Connector, bool]:
        """Replace the configuration, making the connector if there is none; says whether it was made.

        Raises:
            ConfigInvalid, PluginMissing, TopicsInvalid, Rebalancing.
        """
        self._require_balanced()
        if not self._exists(cluster, name):
            return self.create(cluster, name, config), True
        return self._reconfigure(self.get(cluster, name), _named(name, config)), False

    def patch_config(self, cluster: str, name: str, changes: Config) -> Connector:
        """Change some keys of the configuration; null removes one. The name may be changed as well, to no effect.

        Raises:
            ConnectorMissing, ConfigInvalid, PluginMissing, TopicsInvalid, Rebalancing.
        """
        self._require_balanced()
        before = self.get(cluster, name)
        merged = {**before.config, **changes}
        return self._reconfigure(
            before, {key: value for key, value in merged.items() if changes.get(key, key) is not None}
        )

    def delete(self, cluster: str, name: str) -> None:
        """Delete the connector; its offsets stay.

        Raises:
            ConnectorMissing, Rebalancing.
        """
        self._require_balanced()
        row, now = self._row(cluster, name), self._clock.now()
        self._offsets.keep(row, now)
        self._store.change("DELETE FROM connect_changes WHERE connector = ? AND at > ?", (row["id"], now))
        self._store.change("UPDATE connect_connectors SET deleted = ? WHERE id = ?", (now, row["id"]))

    def turn(self, cluster: str, name: str, action: Literal["pause", "resume", "stop"]) -> None:
        """Pause, resume or stop.

        Raises:
            ConnectorMissing.
        """
        before, now = self.get(cluster, name), self._clock.now()
        lifecycle = self._lifecycle(before)
        turn = {"pause": lifecycle.pause, "resume": lifecycle.resume, "stop": lifecycle.stop}[action]
        changes = list(turn(now, before.condition))
        if changes:
            self._replace(before, changes)

    def restart(self, cluster: str, name: str, *, include_tasks: bool = False, only_failed: bool = False) -> None:
        """Restart the connector, with its tasks if asked for, or only those of them that have failed.

        Raises:
            ConnectorMissing, Rebalancing.
        """
        self._require_balanced()
        before = self.get(cluster, name)
        chosen = [task.id for task in before.tasks if task.state is State.FAILED or not only_failed]
        changes = self._lifecycle(before).restart(
            self._clock.now(),
            before.condition,
            connector=before.state is State.FAILED or not only_failed,
            tasks=chosen if include_tasks else (),
            is_announced=include_tasks,
        )
        traces: dict[int | None, str | None] = {task.id: task.trace for task in before.tasks}
        # What made a task fail is told until it runs again.
        self._record(
            before.id,
            [
                replace(change, trace=traces.get(change.task)) if change.state is State.RESTARTING else change
                for change in changes
            ],
        )

    def restart_task(self, cluster: str, name: str, task: int) -> None:
        """Restart one task.

        Raises:
            ConnectorMissing, TaskMissing, Rebalancing.
        """
        self._require_balanced()
        before = self.get(cluster, name)
        if task not in before.condition.tasks:
            raise TaskMissing(name, task)
        lifecycle = self._lifecycle(before)
        self._record(before.id, lifecycle.restart(self._clock.now(), before.condition, connector=False, tasks=[task]))

    def force(self, cluster: str, name: str, state: State, task: int | None, trace: str | None) -> None:
        """Put the connector, or one task, into ``state`` at once.

        Raises:
            ConnectorMissing.
        """
        self._record(self.get(cluster, name).id, [Change(self._clock.now(), task, state, trace)])

    def fail(self, cluster: str, name: str, task: str, trace: str | None, times: int | None) -> None:
        """Have tasks fail, now and whenever they start again.

        Args:
            task: number of the task, or ``all``.
            trace: the stack trace.
            times: how often, this time included; None for until it is mended.

        Raises:
            ConnectorMissing.
        """
        before, failures = self.get(cluster, name), self._failures(cluster, name)
        chosen = [number for number in before.condition.tasks if task in ("all", str(number))]
        keys = {"sandbox.fail.task": task}
        if trace is not None:
            keys["sandbox.fail.trace"] = trace
        if times is not None:
            keys["sandbox.fail.times"] = str(times + max((failures.get(number, 0) for number in chosen), default=0))
        self._rehearse(before, keys)
        rehearsal = Rehearsal.of(keys)
        assert rehearsal is not None
        now = self._clock.now()
        failed = [Change(now, number, State.FAILED, rehearsal.trace) for number in chosen]
        self._record(before.id, failed if before.state is State.RUNNING else [])

    def mend(self, cluster: str, name: str) -> None:
        """Take away what makes tasks fail; those that have failed stay so until they are restarted.

        Raises:
            ConnectorMissing.
        """
        self._rehearse(self.get(cluster, name), None)

    def _rehearse(self, connector: Connector, keys: Config | None) -> None:
        told = None if keys is None else json.dumps(keys)
        self._store.change("UPDATE connect_connectors SET rehearsal = ? WHERE id = ?", (told, connector.id))

    def history(self, cluster: str, name: str) -> Sequence[Change]:
        """Every state that the connector and its tasks ever had, also before it was deleted and made anew."""
        rows = self._store.rows(
            "SELECT h.* FROM connect_changes h JOIN connect_connectors c ON c.id = h.connector"
            " WHERE c.cluster = ? AND c.name = ? AND h.at <= ? ORDER BY h.connector, h.at, h.id",
            (cluster, name, self._clock.now()),
        )
        return [Change(row["at"], row["task"], State(row["state"]), row["trace"]) for row in rows]

    def offsets(self, cluster: str, name: str) -> list[Offset]:
        """How far the connector has come.

        Raises:
            ConnectorMissing.
        """
        return self._offsets.read(self._row(cluster, name), self._clock.now())

    def stored_offsets(self, cluster: str, name: str) -> list[Offset]:
        """How far connectors of that name had come when the last one was deleted or altered."""
        return self._offsets.stored(cluster, name)

    def alter_offsets(self, cluster: str, name: str, offsets: list[Offset]) -> None:
        """Set some offsets of a stopped connector; one that is null is forgotten.

        Raises:
            ConnectorMissing, NotStopped, OffsetsInvalid.
        """
        self._offsets.alter(self._stopped(cluster, name), offsets, self._clock.now())

    def reset_offsets(self, cluster: str, name: str) -> None:
        """Forget every offset of a stopped connector.

        Raises:
            ConnectorMissing, NotStopped, OffsetsInvalid.
        """
        self._offsets.reset(self._stopped(cluster, name), self._clock.now())

    def topics(self, cluster: str, name: str) -> list[str]:
        """The topics that the connector has used; none if there is no connector."""
        if not self._exists(cluster, name):
            return []
        return used_topics(self._store, self._row(cluster, name), self._clock.now())

    def reset_topics(self, cluster: str, name: str) -> None:
        """Forget the topics that the connector has used, if there is one."""
        if self._exists(cluster, name):
            forget_topics(self._store, self._row(cluster, name), self._clock.now())

    def _reconfigure(self, before: Connector, config: Config) -> Connector:
        """Let the connector have ``config``; it is answered with the tasks that it had before."""
        self._require_valid(config)
        self._store.change("UPDATE connect_connectors SET config = ? WHERE id = ?", (json.dumps(config), before.id))
        config = {**config, **self._rehearsed(before)}
        lifecycle = Lifecycle(self._switches.of(ConnectSwitches), config, {})
        self._replace(before, lifecycle.reconfigure(self._clock.now(), before.condition))
        return replace(self.get(before.cluster, before.name), tasks=before.tasks)

    def _require_valid(self, config: Config) -> None:
        require_valid(config, self._release())
        Rehearsal.of(config)

    def _stopped(self, cluster: str, name: str) -> sqlite3.Row:
        if self.get(cluster, name).state is not State.STOPPED:
            raise NotStopped(name)
        return self._row(cluster, name)

    def _require_balanced(self) -> None:
        if self._switches.of(ConnectSwitches).rebalancing:
            raise Rebalancing

    def _row(self, cluster: str, name: str) -> sqlite3.Row:
        row = self._store.row(
            "SELECT * FROM connect_connectors WHERE cluster = ? AND name = ? AND deleted IS NULL", (cluster, name)
        )
        if row is None:
            raise ConnectorMissing(name)
        return row

    def _exists(self, cluster: str, name: str) -> bool:
        sql = "SELECT count(*) FROM connect_connectors WHERE cluster = ? AND name = ? AND deleted IS NULL"
        return self._store.count(sql, (cluster, name)) > 0

    def _read(self, where: str, parameters: Sequence[str]) -> list[Connector]:
        now = self._clock.now()
        rows = self._store.rows(
            "SELECT c.id, c.cluster, c.name, c.config, h.task, h.state, h.trace"
            " FROM connect_connectors c JOIN connect_changes h ON h.connector = c.id"
            f" WHERE {where} AND c.deleted IS NULL AND c.appears <= ? AND h.at <= ? ORDER BY c.id, h.at, h.id",
            (*parameters, now, now),
        )
        return fold(rows)

    def _lifecycle(self, connector: Connector) -> Lifecycle:
        config = {**connector.config, **self._rehearsed(connector)}
        return Lifecycle(self._switches.of(ConnectSwitches), config, self._failures(connector.cluster, connector.name))

    def _rehearsed(self, connector: Connector) -> Config:
        """The keys of a failure that was asked for beside the configuration."""
        keys: Config = json.loads(self._row(connector.cluster, connector.name)["rehearsal"] or "{}")
        return keys

    def _failures(self, cluster: str, name: str) -> dict[int, int]:
        """How often each task has failed so far."""
        rows = self._store.rows(
            "SELECT task, count(*) AS times FROM connect_changes"
            " WHERE connector = ? AND state = 'FAILED' AND at <= ? GROUP BY task",
            (self._row(cluster, name)["id"], self._clock.now()),
        )
        return {row["task"]: row["times"] for row in rows}

    def _replace(self, connector: Connector, changes: Iterable[Change]) -> None:
        """Record ``changes`` in place of everything that was still to come."""
        sql = "DELETE FROM connect_changes WHERE connector = ? AND at > ?"
        self._store.change(sql, (connector.id, self._clock.now()))
        self._record(connector.id, changes)

    def _record(self, connector: int, changes: Iterable[Change]) -> None:
        """Record ``changes`` in place of what was still to come for the same connector or tasks."""
        changes = list(changes)
        now = self._clock.now()
        self._store.change_many(
            "DELETE FROM connect_changes WHERE connector = ? AND task IS ? AND at > ?",
            [(connector, task, now) for task in {change.task for change in changes}],
        )
        self._store.change_many(
            "INSERT INTO connect_changes (connector, task, state, trace, at) VALUES (?, ?, ?, ?, ?)",
            [(connector, change.task, change.state, change.trace, change.at) for change in changes],
        )


def _named(name: str, config: Config) -> Config:
    """``config`` with the connector's name in it, as a worker stores it."""
    given = config.get("name")
    if given is not None and given != name:
        raise ConfigInvalid(f"Connector name configuration ({given}) doesn't match connector name in the URL ({name})")
    return {**config, "name": name}
