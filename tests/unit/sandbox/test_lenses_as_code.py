"""Connectors as code: their definitions, in either of two shapes, and agents that have none."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import yaml

from provider_lib.sandbox import Sandbox

from .lenses import ORDERS, Lenses
from .test_lenses_connect import CDC

RESOURCE = "/api/v1/environments/prod/proxy/api/v1/resource"
DEFINITION = f"{RESOURCE}/kafka/connect/main/connector/orders"
YAML = {"Content-Type": "application/yaml"}


@pytest.fixture(autouse=True)
def _agent(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(connect={"start_after_ms": 0})
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])


def definition(answer: httpx.Response) -> Any:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/yaml"), answer.text
    return yaml.safe_load(answer.content)


def put(lenses: Lenses, document: Any) -> httpx.Response:
    return lenses.put(RESOURCE, content=yaml.safe_dump(document), headers=YAML)


@pytest.mark.parametrize(
    ("shape", "around"),
    [
        ("flat", lambda config: {"name": "orders", "clusterName": "main", "config": config}),
        (
            "nested",
            lambda config: {
                "apiVersion": 1,
                "kind": "connector",
                "metadata": {"name": "orders", "cluster": "main"},
                "spec": {"configuration": config},
            },
        ),
    ],
)
def test_a_definition_is_read_and_applied(sandbox: Sandbox, lenses: Lenses, shape: str, around: Any) -> None:
    sandbox.admin.switch(lenses={"as_code_shape": shape})
    lenses.make_connector(config={**ORDERS, "tasks.max": "2"})
    assert definition(lenses.get(DEFINITION)) == around({**ORDERS, "tasks.max": "2", "name": "orders"})
    answer = put(lenses, around({**ORDERS, "tasks.max": "3"}))
    assert (answer.status_code, answer.content) == (201, b"")
    assert lenses.connector()["config"] == {**ORDERS, "tasks.max": "3", "name": "orders"}


def test_a_definition_hides_what_the_details_hide(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(lenses={"secrets_shown_as": "****"})
    lenses.make_connector(config=CDC)
    assert definition(lenses.get(DEFINITION))["spec"]["configuration"]["database.password"] == "****"


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("text", "The resource cannot be read"),
        ({"apiVersion": 1}, "The resource cannot be read"),
        (
            {"apiVersion": 1, "metadata": {"name": "orders", "cluster": "main"}, "spec": {"configuration": {"a": 1}}},
            "The configuration of a connector must be texts",
        ),
    ],
)
def test_what_is_no_definition_is_refused(lenses: Lenses, document: Any, error: str) -> None:
    answer = put(lenses, document)
    assert (answer.status_code, answer.json()["error"].startswith(error)) == (400, True)


def test_a_definition_must_be_sent_as_yaml(lenses: Lenses) -> None:
    assert lenses.put(RESOURCE, json={}).status_code == 400


def test_what_is_not_there_has_no_definition(lenses: Lenses) -> None:
    assert lenses.get(DEFINITION).json()["error"] == "Connector orders not found"
    assert lenses.get(DEFINITION.replace("/main/", "/elsewhere/")).status_code == 404


@pytest.mark.parametrize(
    ("status", "kind"), [(404, "text/plain"), (405, "text/plain"), (501, "text/plain"), (200, "text/html")]
)
def test_an_agent_may_know_nothing_of_it(sandbox: Sandbox, lenses: Lenses, status: int, kind: str) -> None:
    lenses.make_connector()
    sandbox.admin.switch(lenses={"as_code_away": status})
    for answer in (lenses.get(DEFINITION), put(lenses, {})):
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, kind)


def test_an_agent_that_is_away_answers_nothing_of_it(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.disconnect_agent("prod")
    assert lenses.get(DEFINITION).status_code == 503
