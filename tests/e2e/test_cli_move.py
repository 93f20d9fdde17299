"""``sluice move``: the connector goes on under its new name, and the state and the printed change of the code agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

APP = """\
from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.kafka_connect import Connector

app = App()
stack = Stack(app, "dev", version="1.0.0")
Connector(
    stack,
    "orders",
    connect="{connect}",
    name="{name}",
    config={{
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "orders",
        "connection.url": "jdbc:postgresql://db/shop",
    }},
    secrets={{"connection.password": Secret.env("PASSWORD")}},
)
app.synth()
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    with Sandbox() as sandbox:
        sandbox.admin.switch(connect={"start_after_ms": 0})
        made, environ = make_app(tmp_path, ""), sandbox.environment()
        environ["SLUICE_KAFKA_CONNECT_OTHER_URL"] = environ["SLUICE_KAFKA_CONNECT_URL"].replace("/default", "/other")
        yield Folder(made.path, {**made.environ, **environ, "PASSWORD": "correct-horse"})


def write(app: Folder, connect: str, name: str) -> None:
    (app.path / "main.py").write_text(APP.format(connect=connect, name=name))


def test_a_moved_connector_goes_on_and_nothing_is_left_to_deploy(app: Folder) -> None:
    write(app, "default", "orders")
    deployed = app.sluice("deploy", "--auto-approve")
    assert deployed.code == 0, deployed.err
    moved = app.sluice("move", "orders", "other/orders-2", "--auto-approve")
    assert moved.code == 0, moved.err
    assert "other/orders-2 goes on where default/orders has stopped" in " ".join(moved.err.split())
    assert "correct-horse" not in moved.out + moved.err
    assert moved.out.splitlines()[0].startswith("Change dev/orders (")
    assert moved.out.splitlines()[1:] == [
        '-    connect="default"',
        '+    connect="other"',
        '-    name="orders"',
        '+    name="orders-2"',
    ]
    worker = app.environ["SLUICE_KAFKA_CONNECT_OTHER_URL"]
    config = httpx.get(f"{worker}/connectors/orders-2/config", trust_env=False).json()
    assert config["connection.password"] == "correct-horse"

    write(app, "other", "orders-2")
    compared = app.sluice("diff", "--detailed-exitcode")
    assert compared.code == 0, compared.out + compared.err
