"""Several Connect clusters in one provider block: by name, each with its own credentials."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.kafka_connect import CONNECTOR, FILE_SOURCE, calls, connector
from tests.core import Workspace
from tests.diagnostics import Said, error

USER = {"username": "sandbox", "password": "4f1c-9b27-e08d"}
HINT = "Set `username` and `password` of this worker in the provider block, or their variables."
OTHER = "sluice_kafka_connect_connector.other"


def provider(sandbox: Sandbox, **settings: Any) -> dict[str, Any]:
    """A provider block that knows the clusters main and audit."""
    url = f"{sandbox.url}/kafka_connect/"
    return {"sluice": {"kafka_connect": {name: {"url": url + name, **settings} for name in ("main", "audit")}}}


def test_a_connector_lives_in_the_cluster_that_it_names(workspace: Workspace, sandbox: Sandbox) -> None:
    both = {CONNECTOR: connector(connect="main"), OTHER: connector({"topic": "rows"}, connect="audit")}
    workspace.write(both, provider=provider(sandbox))
    workspace.apply()
    topics = {
        name: sandbox.admin.connector(f"kafka_connect/{name}", "lines")["config"]["topic"] for name in ("main", "audit")
    }
    assert topics == {"main": "lines", "audit": "rows"}
    assert [item["id"] for item in workspace.state().values()] == ["audit/lines", "main/lines"]
    assert workspace.plan().changes == {}


def test_another_cluster_is_another_connector(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector(connect="main")}, provider=provider(sandbox))
    workspace.apply()
    workspace.write({CONNECTOR: connector(connect="audit")}, provider=provider(sandbox))
    assert workspace.plan().changes == {CONNECTOR: ["delete", "create"]}
    workspace.apply()
    assert sandbox.admin.connector("kafka_connect/main", "lines")["config"] is None
    assert workspace.plan().changes == {}


def test_a_cluster_that_is_not_configured_is_answered_with_those_that_are(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({CONNECTOR: connector(connect="mian")}, provider=provider(sandbox))
    assert error(workspace) == Said(
        "Kafka Connect mian is not configured: `url` is missing",
        "Set `url` of `kafka_connect.mian` in the provider block, or SLUICE_KAFKA_CONNECT_MIAN_URL.\n"
        "Did you mean `main`? The provider block configures `audit`, `main`.",
        CONNECTOR,
    )


def test_a_cluster_may_be_configured_by_its_own_variables(using: Using, sandbox: Sandbox) -> None:
    workspace = using(SLUICE_KAFKA_CONNECT_AUDIT_LOG_URL=f"{sandbox.url}/kafka_connect/audit")
    workspace.write({CONNECTOR: connector(connect="audit-log")})
    workspace.apply()
    assert sandbox.admin.connector("kafka_connect/audit", "lines")["config"]["topic"] == "lines"


def test_workers_that_ask_for_a_user_get_one(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(kafka_connect={"authenticated": True})
    workspace.write({CONNECTOR: connector(connect="main")}, provider=provider(sandbox, **USER))
    workspace.apply()
    assert workspace.plan().changes == {}


@pytest.mark.parametrize("settings", [{}, USER | {"password": "hunter22"}])
def test_workers_that_ask_for_another_user_are_an_error_that_says_what_to_set(
    workspace: Workspace, sandbox: Sandbox, settings: dict[str, str]
) -> None:
    sandbox.admin.switch(kafka_connect={"authenticated": True})
    workspace.write({CONNECTOR: connector(connect="main")}, provider=provider(sandbox, **settings))
    assert error(workspace) == Said(
        "Kafka Connect main refused to validate the configuration of lines: User cannot access the resource. (401)",
        f"{HINT}\nPUT /connector-plugins/{FILE_SOURCE}/config/validate was answered with 401, request id ID.",
        CONNECTOR,
    )
    assert len(calls(sandbox, "PUT")) == 1


def test_a_user_without_a_password_is_a_setting_that_is_missing(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({CONNECTOR: connector(connect="main")}, provider=provider(sandbox, username="sandbox"))
    assert error(workspace) == Said(
        "Kafka Connect main is not configured: `password` missing",
        "Set `password` of `kafka_connect.main` in the provider block, or SLUICE_KAFKA_CONNECT_MAIN_PASSWORD.",
        CONNECTOR,
    )
