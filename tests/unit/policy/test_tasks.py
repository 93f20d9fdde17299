"""A class that does all its work in one task."""

from __future__ import annotations

import pytest

from provider_lib.policy.pack.kafka_connect import POSTGRESQL
from provider_lib.policy.pack.tasks import OneTask
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import SOURCE, found, source


def test_more_than_one_task_is_found() -> None:
    config = {"connector.class": POSTGRESQL, "tasks.max": "4"}
    assert found(OneTask(), source(config)) == ['dev/orders: config["tasks.max"] is 4']


@pytest.mark.parametrize(
    "config",
    [
        {"connector.class": POSTGRESQL},
        {"connector.class": POSTGRESQL, "tasks.max": "1"},
        {"connector.class": POSTGRESQL, "tasks.max": UNKNOWN},
        {"connector.class": POSTGRESQL, "tasks.max": "many"},
        {"connector.class": SOURCE, "tasks.max": "4"},
        {"connector.class": UNKNOWN, "tasks.max": "4"},
    ],
)
def test_one_task_or_another_class_is_not(config: dict[str, object]) -> None:
    assert found(OneTask(), source(config)) == []
