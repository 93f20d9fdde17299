"""What the tests of the Redpanda part do over and over."""

from __future__ import annotations

from typing import Any

import httpx

from .lenses import ORDERS

CLUSTERS = "/v1/kafka-connect/clusters"
CONNECTORS = f"{CLUSTERS}/redpanda/connectors"
CREDENTIALS = {
    "grant_type": "client_credentials",
    "client_id": "sandbox-client",
    "client_secret": "4f1c-9b27-e08d",
    "audience": "cloudv2-production.redpanda.cloud",
}


class Redpanda(httpx.Client):
    """An HTTP client of a data plane."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, trust_env=False)

    def exchange(self, **form: str) -> httpx.Response:
        return self.post("/oauth/token", data=CREDENTIALS | form)

    def log_in(self, **form: str) -> None:
        self.headers["Authorization"] = f"Bearer {self.exchange(**form).json()['access_token']}"

    def make_connector(self, name: str = "orders", config: dict[str, str] = ORDERS) -> dict[str, Any]:
        answer = self.post(CONNECTORS, json={"name": name, "config": config})
        assert answer.status_code == 201, answer.text
        return answer.json()["connector"]

    def status(self, name: str = "orders") -> dict[str, Any]:
        answer = self.get(f"{CONNECTORS}/{name}/status")
        assert answer.status_code == 200, answer.text
        return answer.json()["status"]


def refusal(answer: httpx.Response, reason: str = "REASON_KAFKA_CONNECT_API_ERROR") -> tuple[int, str, str]:
    """Status, code and message of an error body that must have ``reason``."""
    body = answer.json()
    assert body["details"][0] == {
        "@type": "google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "redpanda.com/dataplane",
        "metadata": {},
    }
    return answer.status_code, body["code"], body["message"]


def violation(answer: httpx.Response) -> tuple[str, str]:
    """The field that an error body finds fault with, and what it finds."""
    assert refusal(answer, "REASON_INVALID_INPUT") == (400, "INVALID_ARGUMENT", "provided parameters are invalid")
    _, wrong = answer.json()["details"]
    [found] = wrong["field_violations"]
    assert wrong == {"@type": "google.rpc.BadRequest", "field_violations": [found]}
    return found["field"], found["description"]
