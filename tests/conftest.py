from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

REAL = "tests/real/"


class OneKafka(LoadScopeScheduling):
    """Spreads the tests over all processes, but keeps those of a real Kafka in one, so that it is started once."""

    def _split_scope(self, nodeid: str) -> str:
        return REAL if nodeid.startswith(REAL) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneKafka:
    return OneKafka(config, log)
