from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .confluent import Confluent
from .lenses import Lenses
from .redpanda import Redpanda
from .streamkap import Streamkap


@pytest.fixture(scope="session")
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="session")
def _running(clock: ManualClock) -> Iterator[Sandbox]:
    """One server for all tests of a process, on which time stands still and nothing happens by itself."""
    with Sandbox(clock=clock, switches={"lenses": {"agent_connects_after_ms": None}}) as running:
        yield running


@pytest.fixture
def sandbox(_running: Sandbox) -> Sandbox:
    _running.admin.reset()
    return _running


@pytest.fixture(scope="session")
def _lenses(_running: Sandbox) -> Iterator[Lenses]:
    variables = _running.environment()
    with Lenses(variables["SLUICE_LENSES_URL"], variables["SLUICE_LENSES_TOKEN"]) as client:
        yield client


@pytest.fixture
def lenses(sandbox: Sandbox, _lenses: Lenses) -> Lenses:  # noqa: ARG001
    """A client of an empty Lenses HQ that may do everything."""
    return _lenses


@pytest.fixture(scope="session")
def _streamkap(_running: Sandbox) -> Iterator[Streamkap]:
    with Streamkap(_running.environment()["SLUICE_STREAMKAP_URL"]) as client:
        yield client


@pytest.fixture
def streamkap(sandbox: Sandbox, _streamkap: Streamkap) -> Streamkap:  # noqa: ARG001
    """A client of an empty Streamkap that has logged in."""
    _streamkap.log_in()
    return _streamkap


@pytest.fixture(scope="session")
def _redpanda(_running: Sandbox) -> Iterator[Redpanda]:
    with Redpanda(_running.environment()["SLUICE_REDPANDA_URL"]) as client:
        yield client


@pytest.fixture
def redpanda(sandbox: Sandbox, _redpanda: Redpanda) -> Redpanda:
    """A client of an empty data plane that has logged in; connectors start at once."""
    sandbox.admin.switch(connect={"start_after_ms": 0})
    _redpanda.log_in()
    return _redpanda


@pytest.fixture(scope="session")
def _confluent(_running: Sandbox) -> Iterator[Confluent]:
    with Confluent(_running.environment()["SLUICE_CONFLUENT_URL"]) as client:
        yield client


@pytest.fixture
def confluent(sandbox: Sandbox, _confluent: Confluent) -> Confluent:  # noqa: ARG001
    """A client of an empty Flink region that may do everything."""
    return _confluent


@pytest.fixture(scope="session")
def _worker(_running: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=_running.environment()["SLUICE_KAFKA_CONNECT_URL"], trust_env=False) as client:
        yield client


@pytest.fixture
def worker(sandbox: Sandbox, _worker: httpx.Client) -> httpx.Client:
    """A client of an empty Kafka Connect worker; connectors start at once."""
    sandbox.admin.switch(connect={"start_after_ms": 0})
    return _worker
