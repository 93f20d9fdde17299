"""What the tests of Kafka Connect declare and ask, over and over."""

from __future__ import annotations

from typing import Any

import httpx

from provider_lib.sandbox.server import Sandbox

CONNECTOR = "sluice_kafka_connect_connector.test"
CLUSTER = "kafka_connect/default"
FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
JDBC_SINK = "io.confluent.connect.jdbc.JdbcSinkConnector"
REBALANCE = {
    "error_code": 409,
    "message": "Cannot complete request because of a conflicting operation (e.g. worker rebalance)",
}


def connector(config: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A connector called lines that runs at once."""
    own = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/tmp/in.txt", "topic": "lines"}
    return {"name": "lines", "config": own | (config or {})} | values


def sink(config: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A connector called orders whose configuration holds a password."""
    own = {"connector.class": JDBC_SINK, "topics": "orders", "connection.url": "jdbc:postgresql://db/orders"}
    return {"name": "orders", "config": own | (config or {})} | values


def worker(sandbox: Sandbox) -> httpx.Client:
    """Somebody else's access to the same worker."""
    return httpx.Client(base_url=sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"], trust_env=False)


def calls(sandbox: Sandbox, method: str, ending: str = "") -> list[dict[str, Any]]:
    """The requests with this method whose path ends so."""
    return [item for item in sandbox.admin.requests() if item["method"] == method and item["path"].endswith(ending)]


def states(sandbox: Sandbox, name: str = "lines") -> list[str]:
    """Every state that the connector itself has had."""
    return [change["state"] for change in sandbox.admin.history(CLUSTER, name) if change["task"] is None]
