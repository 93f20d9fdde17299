"""What the tests of the Kafka Connect part do over and over."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from .lenses import ORDERS

CLUSTER = "kafka_connect/default"
CONFIG = {**ORDERS, "name": "orders"}
OWN = "/connectors/orders"


def make(worker: httpx.Client, name: str = "orders", **fields: Any) -> httpx.Response:
    answer = worker.post("/connectors", json={"name": name, "config": ORDERS, **fields})
    assert answer.status_code == 201, answer.text
    return answer


def refusal(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert body == {"error_code": answer.status_code, "message": body["message"]}
    return answer.status_code, body["message"]


def path(name: str) -> str:
    return f"/connectors/{quote(name, safe='').replace('.', '%2E')}"


def states(worker: httpx.Client) -> tuple[str, list[str]]:
    status = worker.get(f"{OWN}/status").json()
    return status["connector"]["state"], [task["state"] for task in status["tasks"]]
