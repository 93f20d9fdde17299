"""A pytest fixture: ``pytest_plugins = ["provider_lib.sandbox.pytest_plugin"]`` in a conftest.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provider_lib.sandbox.server import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The vendors' APIs on a free port, empty, for one test."""
    with Sandbox() as running:
        yield running
