"""The contract itself can be broken: what a specification does not allow is noted, and what it allows is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from tests.contract.contract import HELD, violations

PROXY = "/api/v1/environments/test/proxy/api/kafka-connect"
AGENTS = "/sql/v1/organizations/3f1f1c1e-0000-4000-8000-000000000000/environments/env-1"
NEW = {"name": "lines", "cluster": "connect", "configuration": {"tasks.max": "1"}}
ERROR = {"error": "no"}
AGENT = {
    "api_version": "sql/v1",
    "kind": "Agent",
    "metadata": {"self": "https://flink/agents/a"},
    "name": "a",
    "organization_id": "3f1f1c1e-0000-4000-8000-000000000000",
    "environment_id": "env-1",
    "spec": {"model": "m", "prompt": "p"},
}


def found(root: str, method: str, path: str, body: Any, status: int, answer: Any, agent: str = "sluice/1") -> list[str]:
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "scheme": "http",
        "server": ("localhost", 80),
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"user-agent", agent.encode())],
    }
    sent = b"" if body is None else json.dumps(body).encode()
    response = Response(json.dumps(answer), status, media_type="application/json")
    return list(violations(HELD[root], Request(scope), sent, response))


@pytest.mark.parametrize(
    ("root", "method", "path", "body", "status", "answer"),
    [
        ("/lenses", "POST", f"{PROXY}/connectors", NEW, 200, {}),
        ("/lenses", "POST", f"{PROXY}/connectors", NEW, 400, ERROR),
        ("/lenses", "PUT", f"{PROXY}/clusters/connect/connectors/lines/pause", None, 200, {}),
        ("/lenses", "GET", f"{PROXY}/clusters/connect/connectors/lines", None, 503, {"title": "away"}),
        ("/lenses", "GET", "/api/v1/environments/test", None, 200, {"any": "thing"}),
        ("/confluent", "GET", f"{AGENTS}/databases/lkc-1/agents/a", None, 200, AGENT),
    ],
)
def test_what_is_allowed_is_not_noted(root: str, method: str, path: str, body: Any, status: int, answer: Any) -> None:
    assert found(root, method, path, body, status, answer) == []


@pytest.mark.parametrize(
    ("root", "method", "path", "body", "status", "answer", "words"),
    [
        ("/lenses", "POST", f"{PROXY}/connectors", {**NEW, "configuration": {"tasks.max": 1}}, 200, {}, "1 is not of"),
        ("/lenses", "POST", f"{PROXY}/connectors", {"name": "lines"}, 200, {}, "'cluster' is a required property"),
        ("/lenses", "POST", f"{PROXY}/connectors", None, 200, {}, "body"),
        ("/lenses", "POST", f"{PROXY}/connectors", NEW, 201, {}, "201"),
        ("/lenses", "POST", f"{PROXY}/connectors", NEW, 400, {"title": "no"}, "not valid under any"),
        ("/lenses", "PUT", f"{PROXY}/clusters/connect/connectors/lines/halt", None, 200, {}, "'halt' is not one of"),
        ("/lenses", "PATCH", f"{PROXY}/connectors", None, 200, {}, "patch"),
        ("/confluent", "GET", f"{AGENTS}/databases/lkc-1/agents/a", None, 200, {**AGENT, "kind": "Tool"}, "'Tool'"),
        ("/confluent", "GET", f"{AGENTS}/databases/lkc-1/agents/a", None, 404, ERROR, "'errors' is a required"),
    ],
)
def test_what_is_not_allowed_is_noted(
    root: str, method: str, path: str, body: Any, status: int, answer: Any, words: str
) -> None:
    assert words.lower() in "\n".join(found(root, method, path, body, status, answer)).lower()


def test_what_others_send_may_be_wrong_and_its_answer_may_not() -> None:
    path = f"{PROXY}/connectors"
    assert found("/lenses", "POST", path, {}, 400, ERROR, agent="curl/8") == []
    assert len(found("/lenses", "POST", path, {}, 400, {}, agent="curl/8")) == 1
