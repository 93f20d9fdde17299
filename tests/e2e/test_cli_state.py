"""The state commands on a deployed app: which connectors, agent keys and tokens do we own."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

APP = """\
from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.lenses import Connector, Environment, ServiceAccount

app = App()
stack = Stack(app, "dev", version="1.0.0")

orders = Environment(stack, "orders", name="orders", tier="development", display_name="Orders")

Connector(
    stack,
    "changes",
    environment=orders,
    cluster="connect",
    name="orders-changes",
    config={
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "topic.prefix": "shop",
        "database.hostname": "postgres.example.com",
        "database.user": "debezium",
        "database.dbname": "shop",
        "table.include.list": "public.orders",
    },
    secrets={"database.password": Secret.env("SHOP_DB_PASSWORD")},
    wait_for_agent="1m",
)

Connector(
    stack,
    "archive",
    environment=orders,
    cluster="connect",
    name="orders-archive",
    config={
        "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
        "topics": "shop.public.orders",
        "file": "/data/orders.jsonl",
    },
    wait_for_agent="1m",
)

ServiceAccount(stack, "ci", name="orders-ci", token_expires_at="2040-01-01T00:00:00Z")

app.synth()
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """An environment, two connectors and a service account, deployed to a sandbox."""
    with Sandbox() as sandbox:
        made = make_app(tmp_path_factory.mktemp("state"), "")
        (made.path / "main.py").write_text(APP)
        folder = Folder(made.path, {**made.environ, **sandbox.environment(), "SHOP_DB_PASSWORD": "s3cret"})
        done = folder.sluice("deploy", "--auto-approve")
        assert done.code == 0, done.err
        yield folder


def test_it_is_said_as_of_when_the_state_is(app: Folder) -> None:
    done = app.sluice("state", "connectors", "--skip-synth")
    assert re.fullmatch(r"dev: as of 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC, serial \d+\n", done.err)


def state(app: Folder, *arguments: str) -> str:
    done = app.sluice("state", *arguments, "--skip-synth")
    assert done.code == 0, done.err
    return done.out


def agent_key(app: Folder) -> str:
    [listed] = json.loads(state(app, "agent-keys", "--reveal", "--json"))
    key = listed["key"]
    assert isinstance(key, str)
    assert key.startswith("agent_key_")
    return key


def test_connectors_are_listed_with_their_ids(app: Folder) -> None:
    assert state(app, "connectors") == (
        "dev\tlenses\torders\tconnect\torders-archive\torders/connect/orders-archive\tRUNNING\n"
        "dev\tlenses\torders\tconnect\torders-changes\torders/connect/orders-changes\tRUNNING\n"
    )
    [first, _] = json.loads(state(app, "connectors", "--json"))
    assert first == {
        "stack": "dev",
        "address": "sluice_lenses_connector.archive",
        "construct_path": "dev/archive",
        "system": "lenses",
        "environment": "orders",
        "cluster": "connect",
        "name": "orders-archive",
        "id": "orders/connect/orders-archive",
        "state": "RUNNING",
    }


def test_agent_keys_are_masked_unless_revealed(app: Folder) -> None:
    key = agent_key(app)
    for arguments in (["agent-keys"], ["agent-keys", "--json"], ["agent-keys", "--format", "env"]):
        shown = state(app, *arguments)
        assert "********" in shown
        assert key not in shown


def test_agent_keys_come_in_the_forms_that_agents_take(app: Folder) -> None:
    key = agent_key(app)
    assert state(app, "agent-keys", "--reveal", "--format", "env") == f"PROVISION_AGENT_KEY={key}\n"
    assert base64.b64encode(key.encode()).decode() in state(app, "agent-keys", "--reveal", "--format", "kubernetes")
    provisioning = state(app, "agent-keys", "--reveal", "--format", "provisioning", "--environment", "orders")
    assert '      server:\n        value: "127.0.0.1"\n' in provisioning
    assert f'      agentKey:\n        value: "{key}"\n' in provisioning


def test_an_environment_without_a_key_is_told(app: Folder) -> None:
    done = app.sluice("state", "agent-keys", "--skip-synth", "--format", "env", "--environment", "payments")
    assert done.code == 1
    assert done.err.endswith("Error: The state has no agent key of payments\nIt has one of: orders.\n")


def test_tokens_are_masked_unless_revealed_and_come_in_the_forms_that_are_taken(app: Folder) -> None:
    [listed] = json.loads(state(app, "tokens", "--reveal", "--json"))
    token = listed.pop("token")
    assert token.startswith("sa_key_")
    assert listed == {
        "stack": "dev",
        "address": "sluice_lenses_service_account.ci",
        "construct_path": "dev/ci",
        "system": "lenses",
        "account": "orders-ci",
        "recipients": [],
        "expires_at": "2040-01-01T00:00:00Z",
        "expired": False,
    }
    assert state(app, "tokens") == "dev\tlenses\torders-ci\t2040-01-01T00:00:00Z\tno\t********\n"
    for arguments in (["--json"], ["--format", "env"], ["--format", "kubernetes"]):
        assert token not in state(app, "tokens", *arguments)
    assert state(app, "tokens", "--reveal", "--format", "env") == f"SLUICE_LENSES_TOKEN={token}\n"
    manifest = state(app, "tokens", "--reveal", "--format", "kubernetes", "--account", "orders-ci")
    assert base64.b64encode(token.encode()).decode() in manifest
    assert state(app, "tokens", "--account", "payments-ci") == ""


def test_every_resource_is_listed_with_its_construct(app: Folder) -> None:
    assert state(app, "resources", "dev") == (
        "dev\tsluice_lenses_connector\tsluice_lenses_connector.archive\tdev/archive\tno\n"
        "dev\tsluice_lenses_connector\tsluice_lenses_connector.changes\tdev/changes\tno\n"
        "dev\tsluice_lenses_environment\tsluice_lenses_environment.orders\tdev/orders\tno\n"
        "dev\tsluice_lenses_service_account\tsluice_lenses_service_account.ci\tdev/ci\tno\n"
    )
