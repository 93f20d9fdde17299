"""The sandbox's worker answers as a real one of the same version does, in status and in words."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx

from provider_lib.sandbox.pytest_plugin import sandbox
from provider_lib.sandbox.server import Sandbox
from tests.real.kafka.cluster import Worker
from tests.real.worker import FILE_SINK, FILE_SOURCE, eventually

__all__ = ["sandbox"]

CONFIG = {"connector.class": FILE_SOURCE, "file": "/nowhere/in.txt", "topic": "compared"}
MISSING = "/connectors/missing"
OWN = "/connectors/compared"
STOPPED = "/connectors/stopped"
VALIDATE = f"/connector-plugins/{FILE_SOURCE}/config/validate"
VALIDATE_SINK = f"/connector-plugins/{FILE_SINK}/config/validate"
WAYS_TO_CREATE: list[Any] = [
    {"name": "compared", "config": CONFIG},
    {"name": "bad", "config": {}},
    {"name": "bad", "config": {"connector.class": FILE_SOURCE}},
    {"name": "bad", "config": {**CONFIG, "name": "other"}},
    {"name": "bad", "config": {**CONFIG, "batch.size": "many", "errors.tolerance": "some"}},
    {"name": "bad", "config": {**CONFIG, "connector.class": "no.such.Connector"}},
    {"name": "bad", "config": {"connector.class": FILE_SINK, "file": "/nowhere/out.txt"}},
    {"name": "bad", "config": {"connector.class": FILE_SINK, "topics": "a", "topics.regex": "b"}},
    {"name": "bad", "config": CONFIG, "initial_state": "ASLEEP"},
    {"name": "bad", "config": CONFIG, "more": 1},
    {"name": "bad"},
    {"config": CONFIG},
]
OFFSETS: list[Any] = [{}, {"offsets": []}, {"offsets": [{"partition": {"filename": "x"}, "offset": {"position": 1}}]}]

EXCHANGES: list[tuple[str, str, Any]] = [
    *(("POST", "/connectors", body) for body in WAYS_TO_CREATE),
    *(("GET", f"{MISSING}{below}", None) for below in ("", "/config", "/status", "/tasks", "/offsets")),
    *(("PUT", f"{MISSING}/{action}", None) for action in ("pause", "resume", "stop")),
    ("POST", f"{MISSING}/restart", None),
    ("POST", f"{MISSING}/restart?includeTasks=true&onlyFailed=true", None),
    ("DELETE", MISSING, None),
    ("DELETE", f"{MISSING}/offsets", None),
    ("PATCH", f"{MISSING}/config", {}),
    *(("PATCH", f"{MISSING}/offsets", body) for body in OFFSETS),
    ("GET", OWN, None),
    ("GET", f"{OWN}/config", None),
    ("GET", f"{OWN}/status", None),
    ("GET", f"{OWN}/tasks/0/status", None),
    ("GET", f"{OWN}/tasks/7/status", None),
    ("GET", f"{OWN}/tasks/x/status", None),
    ("POST", f"{OWN}/tasks/7/restart", None),
    ("GET", "/connectors?expand=info&expand=status", None),
    ("PATCH", f"{OWN}/offsets", OFFSETS[-1]),
    ("DELETE", f"{OWN}/offsets", None),
    ("PUT", f"{OWN}/config", {**CONFIG, "name": "other"}),
    ("PUT", f"{OWN}/config", {}),
    ("POST", f"{OWN}/restart?includeTasks=true&onlyFailed=true", None),
    ("GET", STOPPED, None),
    ("GET", f"{STOPPED}/status", None),
    ("GET", f"{STOPPED}/offsets", None),
    ("PATCH", f"{STOPPED}/offsets", OFFSETS[-1]),
    ("GET", f"{STOPPED}/offsets", None),
    ("DELETE", f"{STOPPED}/offsets", None),
    ("GET", f"{STOPPED}/offsets", None),
    ("PUT", VALIDATE, {}),
    ("PUT", VALIDATE, CONFIG),
    ("PUT", VALIDATE, {"name": "bad", "connector.class": FILE_SOURCE, "batch.size": "many", "tasks.max": "many"}),
    ("PUT", VALIDATE, {"name": "bad", **CONFIG, "tasks.max": "0", "errors.tolerance": "some"}),
    ("PUT", VALIDATE_SINK, {"name": "bad", "connector.class": FILE_SINK}),
    ("PUT", VALIDATE_SINK, {"name": "bad", "connector.class": FILE_SINK, "topics": "a", "topics.regex": "b"}),
    ("PUT", VALIDATE, {**CONFIG, "connector.class": FILE_SINK}),
    ("PUT", "/connector-plugins/no.such.Connector/config/validate", {"connector.class": "no.such.Connector"}),
    ("GET", "/connector-plugins/nope/config", None),
    ("GET", "/connectors/a%2Fb", None),
]


def test_every_answer_is_the_same(current: Worker, sandbox: Sandbox) -> None:
    sandbox.admin.switch(kafka_connect={"version": current.version})
    real = answers(current.url)
    stand_in = answers(sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"])
    for ours, theirs in zip(stand_in, real, strict=True):
        assert ours == theirs


def answers(url: str) -> list[tuple[str, int, Any]]:
    """What a worker says to every request, when it has one connector that runs and one that is stopped."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        for name, state in (("compared", "RUNNING"), ("stopped", "STOPPED")):
            body = {"name": name, "config": CONFIG, "initial_state": state}
            made = client.post("/connectors", json=body)
            assert (made.status_code, made.headers["Location"]) == (201, f"{url}/connectors/{name}")
        eventually(lambda: is_settled(client), "one runs, one is stopped")
        try:
            return [
                (f"{method} {path} {json.dumps(body)}", *comparable(asked(client, method, path, body)))
                for method, path, body in EXCHANGES
            ]
        finally:
            for name in ("compared", "stopped"):
                client.delete(f"/connectors/{name}")


def asked(client: httpx.Client, method: str, path: str, body: Any) -> httpx.Response:
    """The answer to a request; for a moment, a worker may still list what it has just forgotten, without an offset."""
    if (method, path) == ("GET", f"{STOPPED}/offsets"):
        eventually(lambda: '"offset":null' not in client.get(path).text, "forgotten offsets are gone")
    return client.request(method, path, json=body)


def is_settled(client: httpx.Client) -> bool:
    """Whether the task runs and both connectors are in their state."""
    statuses = [client.get(f"/connectors/{name}/status") for name in ("compared", "stopped")]
    return all(status.is_success for status in statuses) and '"id":0,"state":"RUNNING"' in statuses[0].text


def comparable(answer: httpx.Response) -> tuple[int, Any]:
    """Status and body, without what differs from worker to worker."""
    if "html" in answer.headers.get("content-type", ""):
        return answer.status_code, "a web page"
    text = re.sub(r'"worker_id":"[^"]*"', '"worker_id":"HOST"', answer.text)
    text = re.sub(r',"version":"[^"]*"', "", text)
    text = re.sub(r'available connectors are: [^"]*', "available connectors are: ...", text)
    text = re.sub(r"\\n at \[Source.*", '"}', text)
    body = json.loads(text) if text else None
    return answer.status_code, found_wrong(body) if isinstance(body, dict) and "configs" in body else body


def found_wrong(validation: dict[str, Any]) -> dict[str, Any]:
    """What a validation finds wrong; the two do not know the same keys."""
    values = [entry["value"] for entry in validation["configs"]]
    wrong = {value["name"]: (value["value"], value["errors"]) for value in values if value["errors"]}
    return {"name": validation["name"], "error_count": validation["error_count"], "wrong": wrong}
