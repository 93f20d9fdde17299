"""Connectors, agent keys and tokens are what the declarations say they are."""

from __future__ import annotations

import pytest

from provider_lib.spec.secret import Secret
from provider_lib.spec.tracking import Tracked
from provider_lib.state import AgentKey, Connector, Resource, State, Token

TRACKED = {
    "x_connector": Tracked(
        kind="connector",
        system="x",
        labels={"environment": "env", "name": "name", "id": "id", "state": "state"},
        tasks="tasks",
    ),
    "y_pipeline": Tracked(kind="connector", system="y", labels={"name": "title", "id": "id"}),
    "x_environment": Tracked(
        kind="agent_key",
        system="x",
        labels={"environment": "name", "tier": "tier", "connected": "agent_connected"},
        secret="agent_key",
    ),
    "x_account": Tracked(
        kind="token",
        system="x",
        labels={"account": "name", "expires_at": "expires", "expired": "expired"},
        secret="token",
    ),
}
STATE = State(
    (
        Resource(
            "dev",
            "x_connector.sink",
            "x_connector",
            "dev/sink",
            values={"env": "orders", "name": "sink", "id": "orders/main/sink", "state": "RUNNING"},
        ),
        Resource("prod", "y_pipeline.p", "y_pipeline", values={"title": "p", "id": "66f"}),
        Resource(
            "dev",
            "x_environment.orders",
            "x_environment",
            "dev/orders",
            values={"name": "orders", "tier": "staging", "agent_connected": True, "agent_key": Secret("agent_key_1")},
        ),
        Resource("dev", "x_environment.lost", "x_environment", values={"name": "lost", "agent_key": None}),
        Resource(
            "dev",
            "x_account.ci",
            "x_account",
            "dev/ci",
            values={"name": "ci", "expires": "2030-12-31T00:00:00Z", "expired": False, "token": Secret("sa_key_1")},
        ),
        Resource("prod", "x_account.cd", "x_account", values={"name": "cd", "token": Secret("sa_key_2")}),
        Resource("dev", "x_account.lost", "x_account", values={"name": "lost", "token": None}),
        Resource("dev", "terraform_data.x", "terraform_data"),
    ),
    TRACKED.get,
)


def test_connectors_are_listed_with_what_their_system_knows_of_them() -> None:
    assert STATE.connectors() == (
        Connector(
            stack="dev",
            address="x_connector.sink",
            construct_path="dev/sink",
            system="x",
            environment="orders",
            name="sink",
            id="orders/main/sink",
            state="RUNNING",
        ),
        Connector(stack="prod", address="y_pipeline.p", system="y", name="p", id="66f"),
    )


def test_agent_keys_are_listed_where_the_key_is_known() -> None:
    assert STATE.agent_keys() == (
        AgentKey(
            stack="dev",
            address="x_environment.orders",
            construct_path="dev/orders",
            system="x",
            environment="orders",
            key=Secret("agent_key_1"),
            tier="staging",
            connected=True,
        ),
    )


def test_tokens_are_listed_where_the_token_is_known() -> None:
    assert STATE.tokens() == (
        Token(
            stack="dev",
            address="x_account.ci",
            construct_path="dev/ci",
            system="x",
            account="ci",
            token=Secret("sa_key_1"),
            expires_at="2030-12-31T00:00:00Z",
            expired=False,
        ),
        Token(stack="prod", address="x_account.cd", system="x", account="cd", token=Secret("sa_key_2")),
    )


def test_no_secret_is_shown_by_printing_what_holds_it() -> None:
    shown = repr((STATE, STATE.resources, STATE.agent_keys(), STATE.tokens()))
    assert "agent_key_1" not in shown
    assert "sa_key_" not in shown


@pytest.mark.parametrize(
    ("state", "tasks", "shown"),
    [
        ("RUNNING", ["RUNNING", "FAILED", "RUNNING"], "RUNNING, 1 of 3 tasks failed"),
        ("RUNNING", ["RUNNING"], "RUNNING"),
        ("RUNNING", [], "RUNNING"),
        ("RUNNING", None, "RUNNING"),
        (None, ["FAILED"], "no state, 1 of 1 tasks failed"),
    ],
)
def test_a_connector_of_which_tasks_have_failed_does_not_only_run(
    state: str | None, tasks: list[str] | None, shown: str
) -> None:
    listed = tasks if tasks is None else [{"id": str(number), "state": word} for number, word in enumerate(tasks)]
    resource = Resource("dev", "x_connector.sink", "x_connector", values={"state": state, "tasks": listed})
    [connector] = State((resource,), TRACKED.get).connectors()
    assert connector.state == shown
