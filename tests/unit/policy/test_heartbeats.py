"""Connectors of PostgreSQL have a heartbeat."""

from __future__ import annotations

from provider_lib.policy.pack.heartbeats import Heartbeat
from provider_lib.policy.pack.kafka_connect import POSTGRESQL
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import connector, found, source

CLASS = {"connector.class": POSTGRESQL}
MISSING = ['dev/orders: config["heartbeat.interval.ms"] is not set, or 0']


def test_one_without_is_found() -> None:
    assert found(Heartbeat(), source(CLASS)) == MISSING
    assert found(Heartbeat(), source(CLASS | {"heartbeat.interval.ms": "0"})) == MISSING


def test_one_with_or_another_class_is_not() -> None:
    with_one = [source(CLASS | {"heartbeat.interval.ms": value}) for value in ("10000", UNKNOWN, "${env:BEAT}")]
    assert found(Heartbeat(), *with_one, source(), connector(UNKNOWN), source(CLASS, secret_env=UNKNOWN)) == []
