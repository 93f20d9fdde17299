"""What a worker has besides connectors, and how it refuses what it cannot read."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .kafka_connect import OWN, refusal
from .lenses import ORDERS

ENTITIES = "org.apache.kafka.connect.runtime.rest.entities"
LOGGER = "/admin/loggers/org.apache.kafka.connect"
TEXT = "Cannot deserialize value of type `java.lang.String` from"
NO_TEXT = "no String-argument constructor/factory method to deserialize from String value ('a')"


def test_a_worker_says_that_it_is_well_since_it_can(sandbox: Sandbox, worker: httpx.Client) -> None:
    assert worker.get("/health").json() == {
        "status": "healthy",
        "message": "Worker has completed startup and is ready to handle requests.",
    }
    sandbox.admin.switch(kafka_connect={"version": "3.8.1"})
    assert refusal(worker.get("/health")) == (404, "HTTP 404 Not Found")


@pytest.mark.parametrize("path", ["/nothing", "/connectors/orders/nothing", "/admin", "/connector-plugins/a"])
def test_what_a_worker_does_not_have_it_refuses_as_everything(worker: httpx.Client, path: str) -> None:
    assert refusal(worker.get(path)) == (404, "HTTP 404 Not Found")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/connectors"), ("GET", f"{OWN}/pause"), ("PATCH", "/")])
def test_a_path_takes_its_own_methods_only(worker: httpx.Client, method: str, path: str) -> None:
    assert refusal(worker.request(method, path)) == (405, "HTTP 405 Method Not Allowed")


def test_a_slash_at_the_end_changes_nothing(worker: httpx.Client) -> None:
    assert worker.get("/connectors/").json() == []


@pytest.mark.parametrize("path", ["/connectors//status", "/connectors/%2E%2E", "/connectors/a%0Ab"])
def test_a_newer_worker_refuses_paths_that_are_ambiguous(sandbox: Sandbox, worker: httpx.Client, path: str) -> None:
    assert refusal(worker.get(path))[0] == 404
    sandbox.admin.switch(kafka_connect={"version": "4.0.0"})
    answer = worker.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html;charset=iso-8859-1")


def test_the_levels_of_loggers_can_be_changed(sandbox: Sandbox, worker: httpx.Client, clock: ManualClock) -> None:
    now = int(clock.now() * 1000)

    assert worker.get("/admin/loggers").json() == {"root": {"level": "INFO", "last_modified": None}}
    assert refusal(worker.get(LOGGER)) == (404, "Logger org.apache.kafka.connect not found.")
    assert worker.put(LOGGER, json={"level": "warn"}).json() == ["org.apache.kafka.connect"]
    assert worker.get(LOGGER).json() == {"level": "WARN", "last_modified": now}
    assert worker.put("/admin/loggers/org.apache", json={"level": "DEBUG"}).json() == [
        "org.apache",
        "org.apache.kafka.connect",
    ]
    everywhere = worker.put(f"{LOGGER}?scope=cluster", json={"level": "INFO"})
    assert (everywhere.status_code, everywhere.content) == (204, b"")
    sandbox.admin.switch(kafka_connect={"version": "3.6.0"})
    assert worker.get(LOGGER).json() == {"level": "INFO"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"level": "LOUD"}, (404, "invalid log level 'LOUD'.")),
        ({}, (400, "Desired 'level' parameter was not specified in request.")),
        (None, (500, 'Cannot invoke "java.util.Map.get(Object)" because "levelMap" is null')),
    ],
)
def test_a_level_that_is_none_is_refused(worker: httpx.Client, body: Any, expected: tuple[int, str]) -> None:
    assert refusal(worker.put(LOGGER, json=body)) == expected


def test_the_topics_of_a_connector_are_those_that_records_went_through(
    worker: httpx.Client, clock: ManualClock
) -> None:
    worker.post("/connectors", json={"name": "orders", "config": ORDERS})
    assert worker.get(f"{OWN}/topics").json() == {"orders": {"topics": []}}
    clock.advance(1)
    assert worker.get(f"{OWN}/topics").json() == {"orders": {"topics": ["orders"]}}
    assert worker.put(f"{OWN}/topics/reset").status_code == 202
    assert worker.get(f"{OWN}/topics").json() == {"orders": {"topics": []}}
    assert worker.get("/connectors/none/topics").json() == {"none": {"topics": []}}
    assert worker.put("/connectors/none/topics/reset").status_code == 202


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (None, f'Cannot invoke "{ENTITIES}.CreateConnectorRequest.name()" because "createRequest" is null'),
        (
            [],
            f"Cannot deserialize value of type `{ENTITIES}.CreateConnectorRequest` "
            "from Array value (token `JsonToken.START_ARRAY`)",
        ),
        (
            "a",
            f"Cannot construct instance of `{ENTITIES}.CreateConnectorRequest` "
            f"(although at least one Creator exists): {NO_TEXT}",
        ),
        ({"name": ["a"], "config": ORDERS}, f"{TEXT} Array value (token `JsonToken.START_ARRAY`)"),
        ({"name": "a", "config": {"file": ["a"]}}, f"{TEXT} Array value (token `JsonToken.START_ARRAY`)"),
        ({"name": "a", "config": {"file": {"a": 1}}}, f"{TEXT} Object value (token `JsonToken.START_OBJECT`)"),
        (
            {"name": "a", "config": 7},
            "Cannot deserialize value of type `java.util.LinkedHashMap<java.lang.String,java.lang.String>` "
            "from Integer value (token `JsonToken.VALUE_NUMBER_INT`)",
        ),
        (
            {"name": "a", "config": "a"},
            f"Cannot construct instance of `java.util.LinkedHashMap` (although at least one Creator exists): {NO_TEXT}",
        ),
        (
            {"name": "a", "more": 1},
            f'Unrecognized field "more" (class {ENTITIES}.CreateConnectorRequest), not marked as ignorable '
            '(3 known properties: "config", "name", "initial_state"])',
        ),
    ],
)
def test_a_body_of_another_shape_is_a_failure_of_the_worker(worker: httpx.Client, body: Any, message: str) -> None:
    assert refusal(worker.post("/connectors", json=body)) == (500, message)


def test_only_json_is_read(worker: httpx.Client) -> None:
    in_text = {"content": b"{}", "headers": {"Content-Type": "text/plain"}}

    assert refusal(worker.post("/connectors", **in_text)) == (415, "HTTP 415 Unsupported Media Type")
    assert refusal(worker.put("/connectors", **in_text)) == (405, "HTTP 405 Method Not Allowed")


def test_what_workers_tell_each_other_is_taken_from_nobody_else(worker: httpx.Client) -> None:
    assert refusal(worker.post(f"{OWN}/tasks", json=[])) == (400, "Internal request missing required signature")
