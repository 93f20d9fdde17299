"""How far connectors have come. Offsets belong to a name, not to a connector: they outlive its deletion."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from provider_lib.sandbox.connect_engine.catalogue import FILE_SOURCE
from provider_lib.sandbox.connect_engine.checked import Config
from provider_lib.sandbox.connect_engine.offset_rules import Offset, require_alterable
from provider_lib.sandbox.connect_engine.progress import records
from provider_lib.sandbox.connect_engine.used_topics import topics_of
from provider_lib.sandbox.connect_engine.validation import plugin_of
from provider_lib.sandbox.store import Store


class Offsets:
    """The stored offsets, and the progress that a connector makes while it is RUNNING."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, connector: sqlite3.Row, now: float) -> list[Offset]:
        """The offsets of ``connector``, a row of ``connect_connectors``, at ``now``."""
        moved = self._records_since(connector, now)
        stored = self.stored(connector["cluster"], connector["name"])
        if not stored and moved:
            stored = _beginnings(json.loads(connector["config"]))
        return [{"partition": one["partition"], "offset": _advanced(one["offset"], moved)} for one in stored]

    def stored(self, cluster: str, name: str) -> list[Offset]:
        """The offsets kept for a name, whether or not a connector has it now."""
        rows = self._store.rows("SELECT * FROM connect_offsets WHERE cluster = ? AND name = ?", (cluster, name))
        return [{"partition": json.loads(row["partition"]), "offset": json.loads(row["offset"])} for row in rows]

    def keep(self, connector: sqlite3.Row, now: float) -> None:
        """Store the progress made until ``now``."""
        self._set(connector, self.read(connector, now), now)

    def alter(self, connector: sqlite3.Row, offsets: list[Offset], now: float) -> None:
        """Set the given partitions; one whose offset is null is forgotten.

        Raises:
            OffsetsInvalid.
        """
        require_alterable(json.loads(connector["config"]), offsets)
        self._set(connector, [one for one in offsets if one["partition"] is not None], now)

    def reset(self, connector: sqlite3.Row, now: float) -> None:
        """Forget every offset of the connector's name.

        Raises:
            OffsetsInvalid.
        """
        require_alterable(json.loads(connector["config"]), [])
        self._store.change(
            "DELETE FROM connect_offsets WHERE cluster = ? AND name = ?", (connector["cluster"], connector["name"])
        )
        self._count_from(connector, now)

    def _set(self, connector: sqlite3.Row, offsets: list[Offset], now: float) -> None:
        owner = (connector["cluster"], connector["name"])
        for one in offsets:
            partition = json.dumps(one["partition"], sort_keys=True)
            if one["offset"] is None:
                self._store.change(
                    "DELETE FROM connect_offsets WHERE cluster = ? AND name = ? AND partition = ?",
                    (*owner, partition),
                )
            else:
                self._store.change(
                    "INSERT OR REPLACE INTO connect_offsets VALUES (?, ?, ?, ?)",
                    (*owner, partition, json.dumps(one["offset"])),
                )
        self._count_from(connector, now)

    def _count_from(self, connector: sqlite3.Row, now: float) -> None:
        self._store.change("UPDATE connect_connectors SET offsets_from = ? WHERE id = ?", (now, connector["id"]))

    def _records_since(self, connector: sqlite3.Row, now: float) -> int:
        return records(self._store, connector, connector["offsets_from"], now)


def _beginnings(config: Config) -> list[Offset]:
    plugin = plugin_of(config)
    if plugin is FILE_SOURCE:
        return [{"partition": {"filename": config["file"]}, "offset": {"position": 0}}] if config.get("file") else []
    if plugin.type == "source":
        return [{"partition": {"connector": config["name"]}, "offset": {"position": 0}}]
    return [
        {"partition": {"kafka_topic": topic, "kafka_partition": 0}, "offset": {"kafka_offset": 0}}
        for topic in topics_of(config)
    ]


def _advanced(offset: dict[str, Any], records: int) -> dict[str, Any]:
    return {key: value + records if type(value) is int else value for key, value in offset.items()}
