from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# How long an example takes says something of the machine only: the first one on a fresh checkout takes seconds.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

SHARING = {
    "tests/real/": "a Kafka broker and its Connect workers",
    "tests/backends/test_pg.py": "a PostgreSQL",
    "tests/backends/test_s3.py": "a server that speaks S3",
    "tests/e2e/test_cli_fleet.py": "one deploy",
    "tests/e2e/test_cli_fleet_secrets.py": "one deploy",
    "tests/e2e/test_cli_state.py": "one deploy",
    "tests/package/": "one build of the package",
    "tests/hostile/test_core_connectors.py": "one run of Terraform",
    "tests/hostile/test_core_things.py": "one run of Terraform",
    "tests/e2e/test_stacks.py": "one deploy",
    "tests/review/test_map_in_a_browser.py": "a browser, and a page of two thousand connectors",
}
"""Tests that share what takes long to make, by the beginning of their path."""


@pytest.fixture(scope="session")
def _journals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("journals")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_journal(_journals: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of its own for each test: a provider that a test starts never sees the user's."""
    monkeypatch.setenv("SLUICE_JOURNAL", str(next(_journals)))


class Together(LoadScopeScheduling):
    """Spreads the tests over all processes, but keeps in one of them those that share something.

    A mark would be the usual way, but since pytest 9.2 xdist no longer sees its groups.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((path for path in SHARING if nodeid.startswith(path)), nodeid)


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: a test spends half of its time waiting for other processes."""
    return (os.cpu_count() or 1) + 2


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)
