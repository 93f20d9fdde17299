from __future__ import annotations

from collections.abc import Iterator

import pytest

from provider_lib.sandbox import Sandbox


@pytest.fixture(scope="session")
def _running() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def sandbox(_running: Sandbox) -> Sandbox:
    """The vendors' APIs, empty; connectors start at once."""
    _running.admin.reset()
    _running.admin.switch(connect={"start_after_ms": 0})
    return _running
