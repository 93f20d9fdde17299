"""What the tests of the Lenses part do over and over."""

from __future__ import annotations

from typing import Any

import httpx

FILE_SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector"
ORDERS = {"connector.class": FILE_SOURCE, "file": "/data/orders", "topic": "orders"}
"""The least configuration with which a connector runs."""


class Lenses(httpx.Client):
    """An HTTP client of Lenses HQ."""

    def __init__(self, url: str, token: str | None) -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        super().__init__(base_url=url, headers=headers, trust_env=False)

    def make_environment(self, name: str = "prod", **fields: Any) -> dict[str, Any]:
        answer = self.post("/api/v1/environments", json={"name": name, "tier": "production", **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def make_connector(self, name: str = "orders", config: dict[str, str] = ORDERS) -> None:
        answer = self.post(f"{CONNECT}/connectors", json={"name": name, "cluster": "main", "configuration": config})
        assert (answer.status_code, answer.json()) == (200, {}), answer.text

    def connector(self, name: str = "orders") -> dict[str, Any]:
        answer = self.get(f"{CONNECTORS}/{name}")
        assert answer.status_code == 200, answer.text
        return answer.json()


CONNECT = "/api/v1/environments/prod/proxy/api/kafka-connect"
CONNECTORS = f"{CONNECT}/clusters/main/connectors"


def problem(answer: httpx.Response) -> dict[str, Any]:
    """HQ's error body without its request id, which must be that of the header."""
    body = answer.json()
    assert body.pop("request_id") == answer.headers["X-Request-Id"]
    assert body["status"] == answer.status_code
    return body
