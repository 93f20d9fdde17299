from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Database, PostgreSQL, postgres
from tests.unavailable import Unavailable


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQL]:
    """One PostgreSQL for all tests of a process."""
    try:
        with postgres() as running:
            yield running
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture
def database(server: PostgreSQL) -> Database:
    """A database that nobody has used."""
    return server.database()
