"""Exactly-once delivery, and what contradicts it."""

from __future__ import annotations

from provider_lib.policy.pack.exactly_once import ExactlyOnce
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import found, sink, source

REQUIRED = {"exactly.once.support": "required"}
IDEMPOTENCE, ACKS = "producer.override.enable.idempotence", "producer.override.acks"
IN_FLIGHT = "producer.override.max.in.flight.requests.per.connection"


def test_a_producer_that_can_have_no_transactions_is_found() -> None:
    assert found(ExactlyOnce(), source(REQUIRED | {IDEMPOTENCE: "FALSE", ACKS: "1", IN_FLIGHT: "6"})) == [
        f"dev/orders: config[\"{IDEMPOTENCE}\"] is 'FALSE', and exactly.once.support is 'required'",
        f"dev/orders: config[\"{ACKS}\"] is '1', and exactly.once.support is 'required'",
        f"dev/orders: config[\"{IN_FLIGHT}\"] is '6', and exactly.once.support is 'required'",
    ]


def test_a_sink_that_asks_for_it_is_found() -> None:
    assert found(ExactlyOnce(), sink(REQUIRED)) == [
        "dev/orders: config[\"exactly.once.support\"] is 'required', which is for sources only"
    ]


def test_an_interval_of_no_use_is_found() -> None:
    key = "transaction.boundary.interval.ms"
    expected = [f"dev/orders: config[\"{key}\"] counts only when transaction.boundary is 'interval'"]
    assert found(ExactlyOnce(), source(REQUIRED | {key: "500"})) == expected
    of_use = [
        source(REQUIRED | {key: "500", "transaction.boundary": value}) for value in ("interval", "INTERVAL", UNKNOWN)
    ]
    assert found(ExactlyOnce(), *of_use) == []


def test_what_agrees_with_it_or_does_not_ask_is_not() -> None:
    good = REQUIRED | {IDEMPOTENCE: "true", ACKS: "all", IN_FLIGHT: "5"}
    assert found(ExactlyOnce(), source(good), source(REQUIRED | {ACKS: UNKNOWN}), source({ACKS: "1"})) == []
