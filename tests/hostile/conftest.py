from __future__ import annotations

import pytest

from tests.unit.rest.conftest import _authority, _no_proxy

__all__ = ["_authority", "_no_proxy"]


@pytest.fixture(autouse=True)
def _few_authorities(_authority: object, monkeypatch: pytest.MonkeyPatch) -> None:
    # A walk makes a client, and that one reads the machine's authorities: 25 ms for what no test here asks.
    monkeypatch.setenv("SSL_CERT_FILE", str(_authority))
