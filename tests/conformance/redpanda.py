"""What the tests of Redpanda declare and ask, over and over."""

from __future__ import annotations

from typing import Any

import httpx

from provider_lib.sandbox.server import Sandbox

CONNECTOR = "sluice_redpanda_connector.test"
CLUSTER = "redpanda/redpanda"
CLUSTERS = "/v1/kafka-connect/clusters"
CONNECTORS = f"{CLUSTERS}/redpanda/connectors"
LINES = f"{CONNECTORS}/lines"
FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
JDBC_SINK = "io.confluent.connect.jdbc.JdbcSinkConnector"


def connector(config: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A connector called lines that runs at once."""
    own = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/tmp/in.txt", "topic": "lines"}
    return {"name": "lines", "config": own | (config or {})} | values


def token(sandbox: Sandbox) -> str:
    """A new access token."""
    env = sandbox.environment()
    form = {
        "grant_type": "client_credentials",
        "client_id": env["SLUICE_REDPANDA_CLIENT_ID"],
        "client_secret": env["SLUICE_REDPANDA_CLIENT_SECRET"],
        "audience": "cloudv2-production.redpanda.cloud",
    }
    with httpx.Client(trust_env=False) as client:
        issued: str = client.post(env["SLUICE_REDPANDA_TOKEN_URL"], data=form).raise_for_status().json()["access_token"]
    return issued


def api(sandbox: Sandbox) -> httpx.Client:
    """Somebody else's access to the same data plane."""
    return httpx.Client(
        base_url=sandbox.environment()["SLUICE_REDPANDA_URL"],
        headers={"Authorization": f"Bearer {token(sandbox)}"},
        trust_env=False,
    )


def calls(sandbox: Sandbox, method: str, ending: str = "") -> list[dict[str, Any]]:
    """The requests with this method whose path ends so."""
    return [item for item in sandbox.admin.requests() if item["method"] == method and item["path"].endswith(ending)]
