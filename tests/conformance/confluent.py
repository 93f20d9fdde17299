"""What the tests of Confluent declare and ask, over and over."""

from __future__ import annotations

from typing import Any

from provider_lib.sandbox.server import Sandbox
from tests.unit.sandbox.confluent import AGENTS, Confluent

AGENT = "sluice_confluent_flink_agent.test"


def agent(**values: Any) -> dict[str, Any]:
    """An agent called helper."""
    return {"kafka_cluster_id": "lkc-1", "name": "helper", "model": "chat", "prompt": "Answer."} | values


def account(sandbox: Sandbox) -> Confluent:
    """Somebody else's access to the same environment."""
    return Confluent(sandbox.environment()["SLUICE_CONFLUENT_URL"])


def found(sandbox: Sandbox, name: str = "helper") -> dict[str, Any]:
    """An agent as anybody else sees it."""
    with account(sandbox) as other:
        body: dict[str, Any] = other.get(f"{AGENTS}/{name}").raise_for_status().json()
        return body


def change(sandbox: Sandbox, **spec: Any) -> None:
    """Change the agent from outside."""
    now = found(sandbox)
    with account(sandbox) as other:
        other.put(f"{AGENTS}/helper", json=now | {"spec": now["spec"] | spec}).raise_for_status()


def calls(sandbox: Sandbox, method: str) -> list[dict[str, Any]]:
    """The requests with this method."""
    return [item for item in sandbox.admin.requests() if item["method"] == method]
