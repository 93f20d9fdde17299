from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached
from tests.postgres import PostgreSQL, postgres
from tests.real.kafka.cluster import VERSION, Worker, broker, worker
from tests.real.kafka.jars import debezium
from tests.real.kafka.java import tail
from tests.real.worker import Connect
from tests.unavailable import Unavailable

LOGS = pytest.StashKey[list[Path]]()


class Start(Protocol):
    """Starts the worker of a Kafka release, with a plugin beside Kafka's own."""

    def __call__(self, version: str, plugin: Path | None = None) -> Worker: ...


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts the worker of a Kafka release; all of them share one broker.

    A machine that cannot run Kafka skips the tests that need it, unless ``SLUICE_REQUIRE_KAFKA`` is set.
    """
    folder = tmp_path_factory.mktemp("kafka")
    logs = request.config.stash.setdefault(LOGS, [])
    with ExitStack() as stack:
        with _skipping():
            bootstrap = stack.enter_context(broker(folder))

        def make(version: str, plugin: Path | None = None) -> Worker:
            started = stack.enter_context(worker(folder, bootstrap, version, plugin))
            logs.append(started.log)
            return started

        yield make


@contextmanager
def _skipping() -> Iterator[None]:
    """Skip the tests for what this machine has not got, unless it must have it."""
    try:
        yield
    except Unavailable as reason:
        if os.environ.get("SLUICE_REQUIRE_KAFKA"):
            raise
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def current(start: Start) -> Worker:
    """A worker of the current release."""
    return start(VERSION)


@pytest.fixture(scope="session")
def reading(start: Start) -> Worker:
    """One of the same release, with Debezium's connector for PostgreSQL."""
    with _skipping():
        return start(VERSION, debezium())


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A PostgreSQL whose changes can be read."""
    with ExitStack() as stack:
        with _skipping():
            running = stack.enter_context(postgres())
        yield running


@pytest.fixture(scope="session")
def old(start: Start) -> Worker:
    """A worker from before connectors could be stopped."""
    return start("3.4.1")


@pytest.fixture
def connect(current: Worker) -> Iterator[Connect]:
    """The current worker as somebody else sees it; what a test leaves there is removed."""
    with Connect(current) as client:
        yield client
        client.clear()


@pytest.fixture
def workspace(tmp_path: Path, connect: Connect) -> Iterator[Workspace]:
    """A folder whose Terraform manages connectors on the worker of ``connect``."""
    with attached(tmp_path, CATALOGUE, {"SLUICE_KAFKA_CONNECT_URL": connect.worker.url}) as workspace:
        yield workspace


@pytest.fixture
def name() -> str:
    """A name that no other test has: offsets and topics outlive a connector, under its name."""
    return f"c-{uuid4().hex[:8]}"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file of two lines."""
    file = tmp_path / "in.txt"
    file.write_text("one\ntwo\n")
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A file for what comes out."""
    return tmp_path / "out.txt"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of the workers' logs with a failure."""
    report = yield
    if report.failed:
        report.sections += [(log.name, tail(log)) for log in item.config.stash.get(LOGS, [])]
    return report
