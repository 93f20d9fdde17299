"""What the tests of the Confluent part do over and over."""

from __future__ import annotations

from typing import Any

import httpx

from provider_lib.sandbox.confluent.access import API_KEY, API_SECRET, ENVIRONMENT, ORGANIZATION

BASE = f"/sql/v1/organizations/{ORGANIZATION}/environments/{ENVIRONMENT}"
AGENTS = f"{BASE}/databases/lkc-1/agents"
SPEC = {"model": "chat", "prompt": "Answer."}


class Confluent(httpx.Client):
    """An HTTP client of a regional Flink host."""

    def __init__(self, url: str, key: str = API_KEY, secret: str = API_SECRET) -> None:
        super().__init__(base_url=url, auth=(key, secret), trust_env=False)

    def make_agent(self, name: str = "helper", **spec: Any) -> dict[str, Any]:
        answer = self.post(AGENTS, json={"name": name, "spec": {**SPEC, **spec}})
        assert answer.status_code == 200, answer.text
        return answer.json()


def errors(answer: httpx.Response) -> list[tuple[str, dict[str, str]]]:
    """Detail and source of each error, all of which must have the status of the answer."""
    found = answer.json()["errors"]
    assert list(answer.json()) == ["errors"]
    assert {error["status"] for error in found} == {str(answer.status_code)}
    request_id = answer.headers["X-Request-Id"]
    assert [error["id"] for error in found] == [f"{request_id}-{number}" for number in range(len(found))]
    return [(error["detail"], error.get("source", {})) for error in found]
