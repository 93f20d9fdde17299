"""Sinks that tolerate errors keep what they could not use."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.policy.pack.dead_letters import DeadLetterContext, DeadLetterLoop, DeadLetterQueue, SilentErrors
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import SINK, connector, found, sink, source

ALL = {"errors.tolerance": "all"}
QUEUE = {"errors.deadletterqueue.topic.name": "orders.dead"}
HEADERS = "errors.deadletterqueue.context.headers.enable"


def test_a_sink_that_drops_records_is_found() -> None:
    expected = ["dev/orders: config[\"errors.tolerance\"] is 'all', and there is no dead-letter queue"]
    assert found(DeadLetterQueue(), sink(ALL)) == expected
    assert found(DeadLetterQueue(), sink(ALL | {"errors.deadletterqueue.topic.name": ""})) == expected


@pytest.mark.parametrize(
    "config",
    [{}, {"errors.tolerance": "none"}, {"errors.tolerance": UNKNOWN}, ALL | QUEUE]
    + [ALL | {"errors.deadletterqueue.topic.name": value} for value in (UNKNOWN, "${env:QUEUE}")],
)
def test_a_sink_that_keeps_or_may_keep_them_is_not(config: dict[str, Any]) -> None:
    assert found(DeadLetterQueue(), sink(config)) == []


def test_a_queue_among_the_secrets_is_one() -> None:
    assert found(DeadLetterQueue(), sink(ALL, secret_env={"errors.deadletterqueue.topic.name": "QUEUE"})) == []
    assert found(DeadLetterQueue(), sink(ALL, secret_config=UNKNOWN)) == []


def test_a_source_has_no_such_queue_but_a_log() -> None:
    assert found(DeadLetterQueue(), source(ALL)) == []
    assert found(SilentErrors(), source(ALL)) == [
        "dev/orders: config[\"errors.tolerance\"] is 'all', and errors are not logged"
    ]
    assert found(SilentErrors(), source(ALL | {"errors.log.enable": "true"}), source(), sink(ALL)) == []


def test_letters_without_headers_are_found() -> None:
    expected = ['dev/orders: config["errors.deadletterqueue.topic.name"] has letters without headers']
    assert found(DeadLetterContext(), sink(QUEUE)) == expected
    assert found(DeadLetterContext(), sink(QUEUE | {HEADERS: "false"})) == expected
    assert found(DeadLetterContext(), sink(QUEUE | {HEADERS: "true"}), sink(QUEUE | {HEADERS: UNKNOWN}), sink()) == []


def test_a_sink_that_reads_its_own_queue_is_found() -> None:
    assert found(DeadLetterLoop(), sink(QUEUE | {"topics": "orders, orders.dead"})) == [
        "dev/orders: config[\"topics\"] names 'orders.dead', its own dead-letter queue"
    ]
    pattern = {"connector.class": SINK, **QUEUE}
    assert found(DeadLetterLoop(), connector(pattern | {"topics.regex": "orders.*"})) == [
        "dev/orders: config[\"topics.regex\"] matches 'orders.dead', its own dead-letter queue"
    ]
    assert found(DeadLetterLoop(), *(connector(pattern | {"topics.regex": it}) for it in ("orders", "(+"))) == []
    assert found(DeadLetterLoop(), sink(QUEUE), sink({"topics": UNKNOWN, **QUEUE}), sink()) == []
