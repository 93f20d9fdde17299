"""Converters that ask a registry of schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.pack.kafka_connect import NEEDED_BY_CONVERTERS
from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector


@dataclass(frozen=True)
class RegistryUrl(ConnectorRule):
    """A converter of the connector's own that asks a registry says where it is."""

    id: str = "registry-url"
    reason: str = (
        "A converter that the connector names takes nothing from the worker's own converters, their registry either."
    )
    way_out: str = "Set it, or leave the converter to the worker."
    source: str = "https://docs.confluent.io/platform/current/schema-registry/connect.html"

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Converters without a registry."""
        config = connector.config
        for key in ("key.converter", "value.converter", "header.converter"):
            needed = NEEDED_BY_CONVERTERS.get(config.get(key) or "")
            if needed and config.lacks(f"{key}.{needed}"):
                yield Found(f"asks a registry, and {key}.{needed} is not set", config.at(key))
