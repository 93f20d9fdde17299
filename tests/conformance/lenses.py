"""What the Lenses tests declare, over and over."""

from __future__ import annotations

from typing import Any

ENVIRONMENT = "sluice_lenses_environment.test"
CONNECTION = "sluice_lenses_kafka_connection.test"
CONNECTOR = "sluice_lenses_connector.test"
FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"


def environment(**values: Any) -> dict[str, Any]:
    """An environment called test."""
    return {"name": "test", "tier": "development"} | values


def connector(config: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """A connector that runs at once, in the environment called test."""
    own = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/tmp/in.txt", "topic": "lines"}
    return {
        "environment": "${sluice_lenses_environment.test.name}",
        "cluster": "connect",
        "name": "lines",
        "wait_for_agent": "30s",
        "config": own | (config or {}),
    } | values


def with_connector(config: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """An environment and its connector."""
    return {ENVIRONMENT: environment(), CONNECTOR: connector(config, **values)}
