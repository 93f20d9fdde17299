"""``sluice move``: the connector goes on under its new name, and the state and the printed change of the code agree."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
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
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        running.admin.switch(connect={"start_after_ms": 0})
        yield running


@pytest.fixture
def app(tmp_path: Path, sandbox: Sandbox) -> Folder:
    made, environ = make_app(tmp_path, ""), sandbox.environment()
    environ["SLUICE_KAFKA_CONNECT_OTHER_URL"] = environ["SLUICE_KAFKA_CONNECT_URL"].replace("/default", "/other")
    environ["SLUICE_KAFKA_CONNECT_OTHER_MAX_RETRIES"] = "1000"
    return Folder(made.path, {**made.environ, **environ, "PASSWORD": "correct-horse"})


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


def states(app: Folder) -> dict[str, str]:
    """Connector -> its state."""
    found = {}
    for cluster in ("default", "other"):
        worker = app.environ["SLUICE_KAFKA_CONNECT_URL"].replace("/default", f"/{cluster}")
        for name, each in httpx.get(f"{worker}/connectors?expand=status", trust_env=False).json().items():
            found[f"{cluster}/{name}"] = each["status"]["connector"]["state"]
    return found


def wait_until(app: Folder, wanted: Mapping[str, str]) -> None:
    deadline = time.monotonic() + 120
    while states(app) != wanted:
        assert time.monotonic() < deadline, states(app)
        time.sleep(0.05)


def test_a_move_hears_of_deploys_in_between_and_one_that_was_killed_is_gone_on_with(
    app: Folder, sandbox: Sandbox, tmp_path: Path
) -> None:
    write(app, "default", "orders")
    assert app.sluice("deploy", "--auto-approve").code == 0
    sandbox.admin.fault("status", method="POST", path="other/connectors$", status=429, retry_after=1, count=None)
    moving = app.start("sluice", "move", "orders", "other/orders-2", "--auto-approve")
    wait_until(app, {"default/orders": "STOPPED"})
    here = app.sluice("deploy", "--auto-approve")
    assert here.code == 1
    assert "The move of default/orders to other/orders-2 is under way" in " ".join(here.err.split())
    elsewhere = Folder(app.path, {**app.environ, "SLUICE_JOURNAL": str(tmp_path / "elsewhere")})
    deployed = elsewhere.sluice("deploy", "--auto-approve")
    assert deployed.code == 0, deployed.err
    sandbox.admin.clear_faults()
    said, _ = moving.communicate(timeout=300)
    assert moving.returncode == 1, said
    assert "All that was done is undone." in said
    assert states(app) == {"default/orders": "RUNNING"}

    # It is killed when the new one is made, and has neither a position nor a place in the state.
    sandbox.admin.fault("status", method="PATCH", path="other/", status=429, retry_after=1, count=None)
    with app.start("sluice", "move", "orders", "other/orders-2", "--auto-approve") as moving:
        wait_until(app, {"default/orders": "STOPPED", "other/orders-2": "STOPPED"})
        os.killpg(moving.pid, signal.SIGKILL)
    sandbox.admin.clear_faults()
    deployed = app.sluice("deploy", "--auto-approve")
    assert deployed.code == 0
    assert (
        "dev: the move of default/orders to other/orders-2 was cut off. Go on with it: sluice move default/orders "
        "other/orders-2" in " ".join(deployed.err.split())
    )
    moved = app.sluice("move", "orders", "other/orders-2", "--auto-approve")
    assert moved.code == 0, moved.err
    assert states(app) == {"other/orders-2": "RUNNING"}
    assert app.sluice("state", "journal").out == ""
