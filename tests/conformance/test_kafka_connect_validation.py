"""A configuration is checked by the worker while planning: every error on the key that it is about."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CONNECTOR, FILE_SOURCE, JDBC_SINK, calls, connector, sink
from tests.core import Workspace
from tests.diagnostics import Said, error, errors, warnings

REFUSES = "The Connect cluster refuses this configuration."
GOES_ON = "The plan goes on; a mistake in `config` will only show at apply."


def test_each_error_stands_at_the_key_that_it_is_about(workspace: Workspace, sandbox: Sandbox) -> None:
    config = sink({"delete.enabled": "many", "insert.mode": "guess"})
    workspace.write({CONNECTOR: config})
    said = workspace.refuse("plan")
    assert sorted(errors(workspace), key=lambda said: said.summary) == [
        Said(
            "delete.enabled: Invalid value many for configuration delete.enabled: Expected value to be either true or "
            "false",
            REFUSES,
            CONNECTOR,
        ),
        Said(
            "insert.mode: Invalid value guess for configuration insert.mode: String must be one of: insert, upsert, "
            "update",
            REFUSES,
            CONNECTOR,
        ),
    ]
    assert '"delete.enabled": "many"' in said
    assert '"insert.mode": "guess"' in said
    assert calls(sandbox, "POST") == []


def test_a_key_that_is_missing_is_told_at_the_configuration(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: {"name": "lines", "config": {"connector.class": FILE_SOURCE}}})
    assert error(workspace) == Said(
        'topic: Missing required configuration "topic" which has no default value.', REFUSES, CONNECTOR
    )


def test_an_error_about_a_secret_stands_at_the_secret_and_does_not_show_it(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: sink(secret_config={"delete.enabled": "hunter22"})})
    [said] = errors(workspace)
    assert said == Said(
        "delete.enabled: Invalid value *** for configuration delete.enabled: Expected value to be either true or false",
        REFUSES,
        CONNECTOR,
    )


@pytest.mark.parametrize("key", ["batch.size", "connection.url", "connector.class"])
def test_a_value_that_is_not_known_yet_is_no_error(workspace: Workspace, key: str) -> None:
    right = sink({"batch.size": "7"})["config"]
    unknown = {key: "${terraform_data.later.output}"}
    workspace.write({"terraform_data.later": {"input": right[key]}, CONNECTOR: sink({**right, **unknown})})
    assert warnings(workspace) == []
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_configuration_that_is_not_known_at_all_is_not_checked(workspace: Workspace, sandbox: Sandbox) -> None:
    later = {"terraform_data.later": {"input": sink()["config"]}}
    workspace.write({**later, CONNECTOR: {"name": "orders", "config": "${terraform_data.later.output}"}})
    assert workspace.plan().changes == {"terraform_data.later": ["create"], CONNECTOR: ["create"]}
    assert sandbox.admin.requests() == []


def test_other_errors_are_told_beside_a_value_that_is_not_known_yet(workspace: Workspace) -> None:
    later = {"terraform_data.later": {"input": "jdbc:postgresql://db/orders"}}
    config = {"connection.url": "${terraform_data.later.output}", "delete.enabled": "many"}
    workspace.write({**later, CONNECTOR: sink(config)})
    assert error(workspace).summary.startswith("delete.enabled: ")


UNCHECKED: dict[str, dict[str, Any]] = {
    "a worker without the endpoint": {"status": 404, "body": {"error_code": 404, "message": "HTTP 404 Not Found"}},
    "a proxy that keeps the endpoint to itself": {"status": 403, "body": {"message": "not for you"}},
    "a worker in trouble": {"status": 500, "body": {"error_code": 500, "message": "Request timed out"}},
    "a worker that is busy": {"status": 409, "body": {"error_code": 409, "message": "rebalance"}},
}


@pytest.mark.parametrize("case", UNCHECKED)
def test_a_worker_that_cannot_say_is_a_warning(workspace: Workspace, sandbox: Sandbox, case: str) -> None:
    sandbox.admin.fault("status", method="PUT", path="/validate$", count=None, **UNCHECKED[case])
    workspace.write({CONNECTOR: connector()})
    [said] = warnings(workspace)
    assert (said.summary, said.address) == ("the configuration was not checked with the server", CONNECTOR)
    assert UNCHECKED[case]["body"]["message"] in said.detail
    assert said.detail.endswith(GOES_ON)


def test_nothing_is_asked_when_nothing_changes(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    assert calls(sandbox, "PUT") == []


def test_an_unknown_class_is_answered_with_those_that_the_worker_has(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: sink({"connector.class": "io.confluent.connect.jdbc.JdbcSinkConector"})})
    said = error(workspace)
    first, second, *listed = said.detail.splitlines()
    assert (said.summary, said.address) == (
        "connector.class: io.confluent.connect.jdbc.JdbcSinkConector is not installed",
        CONNECTOR,
    )
    assert (first, second) == (f"Did you mean {JDBC_SINK}?", "Installed there:")
    assert {f"  {JDBC_SINK}", f"  {FILE_SOURCE}"} <= set(listed)


def test_the_short_name_of_a_class_will_do(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: connector({"connector.class": "FileStreamSourceConnector"})})
    assert workspace.plan().changes == {CONNECTOR: ["create"]}


def test_a_configuration_without_a_class_is_refused(workspace: Workspace) -> None:
    workspace.write({CONNECTOR: {"name": "lines", "config": {"topic": "lines"}}})
    assert error(workspace) == Said("config has no connector.class", "", CONNECTOR)
