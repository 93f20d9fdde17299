from __future__ import annotations

import httpx
import pytest

from .kafka_connect import refusal
from .lenses import FILE_SOURCE, ORDERS


def test_the_installed_plugins(worker: httpx.Client) -> None:
    plugins = worker.get("/connector-plugins").json()

    assert {"class": FILE_SOURCE, "type": "source", "version": "3.9.0"} in plugins
    assert worker.get(f"/connector-plugins/{FILE_SOURCE}/config").json()[1] == {
        "name": "topic",
        "type": "STRING",
        "required": True,
        "default_value": None,
        "importance": "HIGH",
        "documentation": "Topic to write to.",
        "group": None,
        "width": "MEDIUM",
        "display_name": "topic",
        "dependents": [],
        "order": 1,
    }
    assert refusal(worker.get("/connector-plugins/None/config")) == (404, "Unknown plugin None.")


@pytest.mark.parametrize("plugin", [FILE_SOURCE, "FileStreamSourceConnector"])
def test_a_validation_answers_with_200_whatever_is_wrong(worker: httpx.Client, plugin: str) -> None:
    config = {"connector.class": FILE_SOURCE, "name": "orders", "tasks.max": "0"}
    answer = worker.put(f"/connector-plugins/{plugin}/config/validate", json=config)
    body = answer.json()
    values = {entry["value"]["name"]: entry["value"] for entry in body["configs"]}

    assert answer.status_code == 200
    assert (body["name"], body["error_count"]) == (FILE_SOURCE, 2)
    assert body["groups"][0] == "Common"
    assert {name: value["errors"] for name, value in values.items() if value["errors"]} == {
        "tasks.max": ["Invalid value 0 for configuration tasks.max: Value must be at least 1"],
        "topic": ['Missing required configuration "topic" which has no default value.'],
    }
    assert values["errors.tolerance"] == {
        "name": "errors.tolerance",
        "value": "none",
        "recommended_values": ["none", "all"],
        "errors": [],
        "visible": True,
    }


def test_a_validation_of_an_unknown_class_is_a_failure_of_the_worker(worker: httpx.Client) -> None:
    answer = worker.put("/connector-plugins/None/config/validate", json={"connector.class": "None"})
    status, message = refusal(answer)

    assert status == 500
    assert message.startswith("org.apache.kafka.connect.errors.ConnectException: Failed to find any class")


def test_what_can_be_used_with_connectors_is_listed_on_demand(worker: httpx.Client) -> None:
    connectors = worker.get("/connector-plugins").json()
    everything = worker.get("/connector-plugins?connectorsOnly=false").json()

    assert {plugin["type"] for plugin in connectors} == {"source", "sink"}
    assert everything[: len(connectors)] == connectors
    assert {plugin["type"] for plugin in everything[len(connectors) :]} == {
        "transformation",
        "predicate",
        "converter",
        "header_converter",
    }


def test_a_validation_for_another_class_is_refused(worker: httpx.Client) -> None:
    answer = worker.put("/connector-plugins/Other/config/validate", json=ORDERS)

    assert refusal(answer) == (400, f"Included connector type {FILE_SOURCE} does not match request type Other")
