from __future__ import annotations

import json
from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.lenses import FILE_SOURCE
from tests.conformance.test_lenses_environment import api
from tests.core import Workspace
from tests.diagnostics import Said, error

FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"
CONNECT = "/environments/test/proxy/api/kafka-connect"
AGENT_AWAY = (
    "The agent of environment test is not connected to Lenses HQ, so nothing behind it can be reached. Start the agent "
    "with the environment's agent key, or look at its log; `wait_for_agent` waits for it."
)


@pytest.fixture
def estate(sandbox: Sandbox) -> dict[str, Any]:
    """What somebody else made: an environment with an agent, a Kafka connection, a source and a sink."""
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    with api(sandbox) as other:
        body = {"name": "test", "tier": "staging", "metadata": {"team": "orders"}}
        made: dict[str, Any] = other.post("/environments", json=body).raise_for_status().json()
        sandbox.admin.connect_agent(made["agent_key"])
        auth = {"auth": {"type": "aws_iam", "attempts": 9007199254740993}}
        other.put("/environments/test/kafka-connections/orders", json=auth).raise_for_status()
        for name, cluster, kind in (("in", "connect", FILE_SOURCE), ("out", "main", FILE_SINK)):
            config = {"connector.class": kind, "topic": "lines", "topics": "lines", "file": "/tmp/lines"}
            connector = {"name": name, "cluster": cluster, "configuration": config}
            other.post(f"{CONNECT}/connectors", json=connector).raise_for_status()
    return made


def read(workspace: Workspace, kind: str, **values: Any) -> dict[str, Any]:
    """What one data source holds after an apply."""
    workspace.write({f"data.{kind}.it": values})
    workspace.apply()
    return workspace.state()[f"data.{kind}.it"]


def test_an_environment_is_read_without_its_key(workspace: Workspace, estate: dict[str, Any]) -> None:
    assert read(workspace, "sluice_lenses_environment", name="test") == {
        "name": "test",
        "wait_for_agent": None,
        "id": estate["id"],
        "lrn": "environments:environment:test",
        "display_name": "test",
        "tier": "staging",
        "created_at": estate["created_at"],
        "metadata": {"team": "orders"},
        "agent_connected": True,
        "agent_version": "6.1.0",
    }


def test_an_agent_is_waited_for_in_the_data_source(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 700})
    with api(sandbox) as other:
        other.post("/environments", json={"name": "test", "tier": "staging"}).raise_for_status()
    found = read(workspace, "sluice_lenses_environment", name="test", wait_for_agent="30s")
    assert found["agent_connected"] is True


def test_an_agent_that_does_not_come_in_time_is_an_error(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    with api(sandbox) as other:
        other.post("/environments", json={"name": "test", "tier": "staging"}).raise_for_status()
    workspace.write({"data.sluice_lenses_environment.it": {"name": "test", "wait_for_agent": "300ms"}})
    assert error(workspace) == Said(
        "agent_connected of lenses environment test was not true in time",
        "It was waited for 300ms, as `wait_for_agent` says.\n\nThe last look saw: agent_connected is false",
        "data.sluice_lenses_environment.it",
    )


def test_an_environment_that_does_not_exist_is_named(workspace: Workspace) -> None:
    workspace.write({"data.sluice_lenses_environment.it": {"name": "test"}})
    assert error(workspace) == Said(
        "lenses environment test does not exist",
        "It was looked up in the API and is not there. Check its name, or make it first.",
        "data.sluice_lenses_environment.it",
    )


def test_all_environments_are_read(workspace: Workspace, estate: dict[str, Any]) -> None:
    assert read(workspace, "sluice_lenses_environments") == {
        "environments": [
            {
                "name": "test",
                "id": estate["id"],
                "lrn": "environments:environment:test",
                "display_name": "test",
                "tier": "staging",
                "created_at": estate["created_at"],
                "metadata": {"team": "orders"},
                "agent_connected": True,
            }
        ]
    }


@pytest.fixture
def access(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """What somebody else made: a role, a group that has it, and an account in that group."""
    statement = {"effect": "allow", "action": "kafka:ListTopics", "resource": ["*"]}
    bodies: dict[str, dict[str, Any]] = {
        "roles": {"name": "reader", "policy": [statement], "description": "Reads.", "metadata": {"team": "orders"}},
        "service-accounts": {"name": "ci", "token_expires_at": "2033-01-01T00:00:00Z"},
        "groups": {"name": "team", "roles": ["reader"], "members": ["ci", "anna@example.com"]},
    }
    with api(sandbox) as other:
        return {path: other.post(f"/{path}", json=body).raise_for_status().json() for path, body in bodies.items()}


def shared(made: dict[str, Any]) -> dict[str, Any]:
    """What every object of HQ has, as its answer to the create says."""
    names = ("name", "id", "lrn", "display_name", "created_at")
    return {name: made[name] for name in names} | {"metadata": made.get("metadata")}


def test_a_role_is_read_with_its_policy_and_listed_without(
    workspace: Workspace, access: dict[str, dict[str, Any]]
) -> None:
    statement = {"effect": "allow", "action": ["kafka:ListTopics"], "resource": ["*"]}
    described = shared(access["roles"]) | {"description": "Reads."}
    assert read(workspace, "sluice_lenses_role", name="reader") == described | {"policy": [statement]}
    assert read(workspace, "sluice_lenses_roles") == {"roles": [described | {"policy_length": 1}]}


def test_a_group_is_read_with_its_members_and_listed_with_their_number(
    workspace: Workspace, access: dict[str, dict[str, Any]]
) -> None:
    described = shared(access["groups"]) | {"description": "", "sso_name": "team"}
    members = {"roles": ["reader"], "users": ["anna@example.com"], "service_accounts": ["ci"]}
    assert read(workspace, "sluice_lenses_group", name="team") == described | members
    counts = {"role_count": 1, "user_count": 1, "service_account_count": 1}
    assert read(workspace, "sluice_lenses_groups") == {"groups": [described | counts]}


def test_a_service_account_is_read_without_its_token(workspace: Workspace, access: dict[str, dict[str, Any]]) -> None:
    described = shared(access["service-accounts"]) | {
        "description": "",
        "groups": ["team"],
        "token_expires_at": "2033-01-01T00:00:00.000Z",
        "token_expired": False,
        "last_seen_at": None,
        "is_admin": False,
    }
    assert read(workspace, "sluice_lenses_service_account", name="ci") == described
    assert read(workspace, "sluice_lenses_service_accounts") == {"service_accounts": [described]}


def test_no_environments_are_an_empty_list(workspace: Workspace) -> None:
    assert read(workspace, "sluice_lenses_environments") == {"environments": []}


@pytest.mark.usefixtures("estate")
def test_the_kafka_connections_of_an_environment_are_read_with_every_digit(workspace: Workspace) -> None:
    found = read(workspace, "sluice_lenses_kafka_connections", environment="test")
    [connection] = found["kafka_connections"]
    assert json.loads(connection.pop("auth")) == {"type": "aws_iam", "attempts": 9007199254740993}
    assert connection == {"name": "orders", "override_broker_addresses": None}


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["in", "out"]),
        ({"clusters": ["main"]}, ["out"]),
        ({"clusters": ["main", "connect"]}, ["in", "out"]),
        ({"class_names": [FILE_SOURCE]}, ["in"]),
        ({"clusters": ["main"], "class_names": [FILE_SOURCE]}, []),
    ],
)
@pytest.mark.usefixtures("estate")
def test_connectors_are_read_with_filters(workspace: Workspace, filters: dict[str, Any], names: list[str]) -> None:
    found = read(workspace, "sluice_lenses_connectors", environment="test", **filters)
    assert [connector["name"] for connector in found["connectors"]] == names


@pytest.mark.usefixtures("estate")
def test_a_connector_is_read_with_its_state_and_tasks(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.force_state("lenses/test/connect", "in", "PAUSED")
    sandbox.admin.force_state("lenses/test/connect", "in", "FAILED", task=0)
    found = read(workspace, "sluice_lenses_connectors", environment="test", clusters=["connect"])
    assert found["connectors"] == [
        {
            "name": "in",
            "cluster": "connect",
            "lrn": "kafka-connect:connector:connect/in",
            "state": "PAUSED",
            "type": "source",
            "connector_class": FILE_SOURCE,
            "tasks": [{"id": "0", "state": "FAILED"}],
        }
    ]


@pytest.mark.usefixtures("estate")
def test_the_plugins_of_one_cluster_are_read(workspace: Workspace) -> None:
    found = read(workspace, "sluice_lenses_connector_plugins", environment="test", clusters=["main"])
    assert {plugin["cluster"] for plugin in found["plugins"]} == {"main"}
    assert next(plugin for plugin in found["plugins"] if plugin["connector_class"] == FILE_SOURCE) == {
        "connector_class": FILE_SOURCE,
        "cluster": "main",
        "type": "source",
        "version": "3.9.0",
        "name": "File stream source",
        "author": "Apache Kafka",
        "description": None,
        "docs": None,
    }


@pytest.mark.parametrize("kind", ["connectors", "connector_plugins", "kafka_connections"])
def test_what_is_asked_of_an_environment_that_does_not_exist_is_an_error(workspace: Workspace, kind: str) -> None:
    address = f"data.sluice_lenses_{kind}.it"
    workspace.write({address: {"environment": "nowhere"}})
    path = {"connectors": "proxy/api/kafka-connect/connectors", "connector_plugins": "proxy/api/kafka-connect/plugins"}
    words = (
        f"Lenses HQ could not read lenses {kind.replace('_', ' ')} nowhere: Environment 'nowhere' was not found (404)"
    )
    asked = (
        f"GET /api/v1/environments/nowhere/{path.get(kind, 'kafka-connections')} was answered with 404, request id ID."
    )
    blamed = f"Correct `environment`, or make it first.\n\nThe server's own words: {words}\n{asked}"
    assert error(workspace) == (
        Said("environment nowhere is not there", blamed, address) if kind in path else Said(words, asked, address)
    )


@pytest.mark.parametrize("status", [404, 503])
@pytest.mark.parametrize("kind", ["connectors", "connector_plugins"])
@pytest.mark.usefixtures("estate")
def test_what_is_asked_behind_an_agent_that_is_away_is_an_error_that_names_it(
    using: Using, sandbox: Sandbox, kind: str, status: int
) -> None:
    workspace = using()
    sandbox.admin.switch(lenses={"agent_away_status": status})
    sandbox.admin.disconnect_agent("test")
    address = f"data.sluice_lenses_{kind}.it"
    workspace.write({address: {"environment": "test"}})
    said = error(workspace)
    assert (said.summary, said.address) == ("environment test is not ready", address)
    assert said.detail.startswith(f"{AGENT_AWAY}\n\nThe server's own words: Lenses HQ could not read lenses")


@pytest.mark.usefixtures("estate")
def test_a_data_source_of_settings_that_are_not_known_yet_says_what_to_do(using: Using, sandbox: Sandbox) -> None:
    workspace = using()
    workspace.write(
        {
            "terraform_data.hq": {"input": sandbox.environment()["SLUICE_LENSES_URL"]},
            "data.sluice_lenses_environment.it": {"name": "test"},
        },
        provider={"sluice": {"lenses": {"url": "${terraform_data.hq.output}"}}},
    )
    sandbox.admin.clear_requests()
    assert error(workspace) == Said(
        "the settings of Lenses HQ are not known yet",
        "`lenses` in the provider block depends on something that is only known after an apply. Apply that first, "
        "give the settings by environment variables, or name it in `depends_on` here.",
        "data.sluice_lenses_environment.it",
    )
    assert sandbox.admin.requests() == []
