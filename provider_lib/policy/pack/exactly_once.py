"""Exactly-once delivery, and what it cannot be had with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from provider_lib.policy.pack.kafka_connect import kind_of
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector

_SUPPORT: Final = "exactly.once.support"
_BOUNDARY: Final = "transaction.boundary"
_INTERVAL: Final = "transaction.boundary.interval.ms"

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "producer.override.enable.idempotence": ("true",),
    "producer.override.acks": ("all", "-1"),
    "producer.override.max.in.flight.requests.per.connection": ("1", "2", "3", "4", "5"),
}
"""Settings of the producer, and the values with which it can have transactions."""


@dataclass(frozen=True)
class ExactlyOnce(ConnectorRule):
    """Who asks for exactly-once delivery takes nothing away that it needs."""

    id: str = "exactly-once"
    reason: str = (
        "A source delivers exactly once in transactions of an idempotent producer, and a sink by means of its own."
    )
    way_out: str = "Take this out, or exactly.once.support."
    source: str = "https://kafka.apache.org/documentation/#connect_exactlyoncesource"

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Contradictions to ``exactly.once.support = required``."""
        config = connector.config
        if config.get(_SUPPORT) != "required":
            return
        if kind_of(config) == "sink":
            yield Found("is 'required', which is for sources only", config.at(_SUPPORT))
        for key, values in _NEEDED.items():
            value = config.get(key)
            if value is not None and value.lower() not in values:
                yield Found(f"is {value!r}, and {_SUPPORT} is 'required'", config.at(key))
        boundary = config.either(_BOUNDARY, "poll")
        if boundary is not None and boundary.lower() != "interval" and config.get(_INTERVAL) is not None:
            yield Found(f"counts only when {_BOUNDARY} is 'interval'", config.at(_INTERVAL))
