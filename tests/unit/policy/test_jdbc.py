"""A JDBC sink knows the keys of the rows that it changes."""

from __future__ import annotations

import pytest

from provider_lib.policy.pack.jdbc import JdbcKeys
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import found, sink

DELETES = {"delete.enabled": "true"}
UPSERTS = {"insert.mode": "UPSERT"}


def test_rows_without_keys_cannot_be_changed() -> None:
    assert found(JdbcKeys(), sink(DELETES | {"pk.mode": "record_value"})) == [
        "dev/orders: config[\"pk.mode\"] is 'record_value', and delete.enabled is 'true'"
    ]
    assert found(JdbcKeys(), sink(DELETES | UPSERTS)) == [
        "dev/orders: config[\"pk.mode\"] is 'none', and delete.enabled is 'true'"
    ]
    assert found(JdbcKeys(), sink(UPSERTS)) == [
        "dev/orders: config[\"pk.mode\"] is 'none', and insert.mode is 'upsert'"
    ]


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"insert.mode": "insert"},
        {"delete.enabled": "false"},
        UPSERTS | {"pk.mode": "record_value"},
        DELETES | UPSERTS | {"pk.mode": "RECORD_KEY"},
        DELETES | {"pk.mode": UNKNOWN},
        DELETES | {"connector.class": "org.example.JdbcSinkConnector"},
    ],
)
def test_rows_with_keys_can(config: dict[str, object]) -> None:
    assert found(JdbcKeys(), sink(config)) == []
