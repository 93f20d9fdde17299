"""Keys of the rows that the JDBC sink writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from provider_lib.policy.findings import Severity
from provider_lib.policy.pack.kafka_connect import CLASS, is_on
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector

_CLASSES: Final = frozenset({"io.confluent.connect.jdbc.JdbcSinkConnector", "io.aiven.connect.jdbc.JdbcSinkConnector"})
_MODE: Final = "pk.mode"


@dataclass(frozen=True)
class JdbcKeys(ConnectorRule):
    """A JDBC sink that changes or deletes rows knows their keys."""

    id: str = "jdbc-keys"
    severity: Severity = "error"
    reason: str = "Without the key of a row the sink cannot find it: it does not start, or fails at the first record."
    way_out: str = "Set pk.mode, to record_key where rows are deleted."
    source: str = "https://docs.confluent.io/kafka-connectors/jdbc/current/sink-connector/sink_config_options.html"

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Upserts without keys, and deletes without those of the records."""
        config = connector.config
        mode = config.either(_MODE, "none")
        if config.get(CLASS) not in _CLASSES or mode is None:
            return
        if is_on(config, "delete.enabled") and mode.lower() != "record_key":
            yield Found(f"is {mode!r}, and delete.enabled is 'true'", config.at(_MODE))
        elif (config.get("insert.mode") or "").lower() == "upsert" and mode.lower() == "none":
            yield Found("is 'none', and insert.mode is 'upsert'", config.at(_MODE))
