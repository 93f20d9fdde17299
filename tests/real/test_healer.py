"""Debezium reads a real PostgreSQL on a real worker: the healer, once the database goes away or refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.apps import Folder, make_app
from tests.postgres import Database, PostgreSQL
from tests.real.kafka.cluster import Worker
from tests.real.worker import Connect, eventually, path

MAIN = """\
import os

from provider_lib.constructs import App, Secret, SluiceProvider, Stack
from provider_lib.constructs.kafka_connect import Connector

app = App()
stack = Stack(app, "shop")
SluiceProvider(stack, "sluice", kafka_connect={"main": {"url": os.environ["WORKER"]}})
for name in ("orders", "refunds"):
    Connector(
        stack,
        name,
        connect="main",
        name=name,
        config={
            "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
            "database.hostname": os.environ["PGHOST"],
            "database.port": os.environ["PGPORT"],
            "database.dbname": os.environ["PGDATABASE"],
            "database.user": name,
            "topic.prefix": name,
            "slot.name": name,
            "publication.name": name,
            "plugin.name": "pgoutput",
            "snapshot.mode": "no_data",
            "status.update.interval.ms": "100",
            "errors.max.retries": "0",
        },
        secrets={"database.password": Secret.env("PASSWORD")},
    )
app.synth()
"""
NAMES = ("orders", "refunds")
RUNS = ["RUNNING", "RUNNING"]
PASSWORD = "correct-horse"


@dataclass(frozen=True)
class Shop:
    """Two connectors that were deployed, and what they read."""

    app: Folder
    connect: Connect
    server: PostgreSQL
    database: Database

    def watch(self, name: str) -> list[str]:
        """What a look at a connector tells that was not told before; it may restart it at once, and does not wait."""
        words = ["--connector", name, "--pause", "0", "--within", "0"]
        done = self.app.sluice("watch", "--once", "--skip-synth", *words)
        told = done.out.splitlines()
        aside = "" if told else "Nothing new: 1 of 1 down; see `sluice status`\n"
        assert (done.code, done.err, PASSWORD in done.out) == (2, aside, False)
        return told

    def wait_for_failure(self, name: str, says: str) -> None:
        """Wait until the task of a connector has failed with a trace that says something."""
        eventually(lambda: self._trace(name).count(says) > 0, f"the task of {name} has failed with {says}")

    def wait_until_it_reads(self, name: str) -> None:
        """Wait until a connector runs and follows the changes of the database."""
        slot = f"SELECT 1 FROM pg_replication_slots WHERE slot_name = '{name}' AND active"
        eventually(lambda: self.connect.states(name) == RUNS and self.database.ask(slot) == ["1"], f"{name} reads")

    def _trace(self, name: str) -> str:
        [task] = self.connect.get(f"{path(name)}/status").json()["tasks"]
        return task.get("trace", "") if task["state"] == "FAILED" else ""


@pytest.fixture(scope="module")
def shop(reading: Worker, server: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    database = server.database()
    for name in NAMES:
        database.ask(f"CREATE ROLE {name} LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
    made = make_app(tmp_path_factory.mktemp("shop"), "")
    (made.path / "main.py").write_text(MAIN)
    app = Folder(made.path, {**made.environ, **database.environment, "WORKER": reading.url, "PASSWORD": PASSWORD})
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 0, done.err
    with Connect(reading) as connect:
        shop = Shop(app, connect, server, database)
        for name in NAMES:
            shop.wait_until_it_reads(name)
        yield shop
        connect.clear()


def test_a_connector_whose_database_goes_away_and_comes_back_is_healed(shop: Shop) -> None:
    with shop.server.away():
        shop.wait_for_failure("orders", "producer. This connector will be stopped")
        [told] = shop.watch("orders")
        assert told.startswith("main/orders of shop: what had failed is restarted, for the 1st time (network): ")
        shop.wait_for_failure("orders", "Couldn't obtain encoding")  # what it asks for first of all
    [told] = shop.watch("orders")
    assert told == (
        "main/orders of shop: what had failed is restarted, for the 2nd time (network): "
        "java.net.ConnectException: Connection refused"
    )
    shop.wait_until_it_reads("orders")


def test_a_connector_with_a_wrong_password_is_not_touched(shop: Shop) -> None:
    shop.database.ask("ALTER ROLE refunds PASSWORD 'another'")
    shop.connect.post(f"{path('refunds')}/tasks/0/restart").raise_for_status()
    shop.wait_for_failure("refunds", "password authentication failed")
    started = shop.connect.logged("Creating task refunds-0")
    assert shop.watch("refunds") == [
        "main/refunds of shop has failed and will not heal by itself (credentials): "
        'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "refunds"',
        "  Put the right credentials into the configuration and deploy.",
    ]
    assert (shop.watch("refunds"), shop.connect.logged("Creating task refunds-0")) == ([], started)
