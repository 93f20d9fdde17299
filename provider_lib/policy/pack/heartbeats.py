"""Heartbeats, by which a database learns how far its changes were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.pack.kafka_connect import CLASS, DEBEZIUM_DOCS, POSTGRESQL
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector


@dataclass(frozen=True)
class Heartbeat(ConnectorRule):
    """A connector that holds a replication slot of PostgreSQL has a heartbeat."""

    id: str = "heartbeat"
    reason: str = (
        "While the captured tables are quiet, nothing tells PostgreSQL that its log was read, so that it keeps the log "
        "until the disk is full."
    )
    way_out: str = (
        "Set heartbeat.interval.ms, e.g. to 10000; where the whole database is quiet, heartbeat.action.query too."
    )
    source: str = f"{DEBEZIUM_DOCS}/postgresql.html#postgresql-wal-disk-space"

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """A connector of PostgreSQL without heartbeats."""
        config = connector.config
        if config.get(CLASS) == POSTGRESQL and config.either("heartbeat.interval.ms", "0") == "0":
            yield Found("is not set, or 0", config.at("heartbeat.interval.ms"))
