"""The levels of a worker's loggers, which can be changed while it runs.

Source: Kafka's improvement proposals 495, and 976 for the scope and the time of a change.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.kafka_connect import bodies
from provider_lib.sandbox.kafka_connect.refusals import WorkerRefusal, missing
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

TABLE = """
CREATE TABLE kafka_connect_loggers (
    worker TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    changed REAL NOT NULL,
    PRIMARY KEY (worker, name)
);
"""

_ROOT = "root"
_LEVELS = ("OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE")
_SCOPES_SINCE = (3, 7)


class Loggers:
    """The handlers; a logger is known once its level has been set."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches

    def index(self, call: Call) -> Answer:
        return Answer(
            {_ROOT: self._shown(None), **{row["name"]: self._shown(row) for row in self._rows(_worker(call))}}
        )

    def get(self, call: Call) -> Answer:
        name = call.params["logger"]
        row = next((row for row in self._rows(_worker(call)) if row["name"] == name), None)
        if row is None and name != _ROOT:
            raise missing(f"Logger {name} not found.")
        return Answer(self._shown(row))

    def put(self, call: Call) -> Answer:
        """Answers with the loggers that it changed, unless those of all workers were to change."""
        worker, name, level = _worker(call), call.params["logger"], bodies.level(call).upper()
        if level not in _LEVELS:
            raise WorkerRefusal(404, f"invalid log level '{level}'.")
        levels = {row["name"]: row["level"] for row in self._rows(worker)}
        named = {name, *(known for known in levels if name == _ROOT or known.startswith(name))}
        # An older worker names also those that had the level before.
        changed = sorted(one for one in named if not self._has_scopes() or levels.get(one) != level)
        self._store.change_many(
            "INSERT OR REPLACE INTO kafka_connect_loggers VALUES (?, ?, ?, ?)",
            [(worker, one, level, self._clock.now()) for one in changed],
        )
        is_everywhere = self._has_scopes() and call.query.get("scope", "").lower() == "cluster"
        return Answer(status=204) if is_everywhere else Answer(changed)

    def _rows(self, worker: str) -> list[sqlite3.Row]:
        return self._store.rows("SELECT * FROM kafka_connect_loggers WHERE worker = ? ORDER BY name", (worker,))

    def _shown(self, row: sqlite3.Row | None) -> dict[str, Any]:
        shown = {"level": row["level"] if row else "INFO"}
        return {**shown, "last_modified": int(row["changed"] * 1000) if row else None} if self._has_scopes() else shown

    def _has_scopes(self) -> bool:
        return self._switches.of(KafkaConnectSwitches).release.is_at_least(_SCOPES_SINCE)


def _worker(call: Call) -> str:
    return call.params["worker"]
