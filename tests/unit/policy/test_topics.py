"""A sink has a list of topics or a pattern."""

from __future__ import annotations

from provider_lib.policy.pack.topics import TopicsTwice
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import found, sink, source


def test_a_list_and_a_pattern_are_too_much() -> None:
    assert found(TopicsTwice(), sink({"topics.regex": "orders.*"})) == [
        'dev/orders: config["topics.regex"] is set, and topics too'
    ]


def test_one_of_them_or_what_nobody_knows_is_not() -> None:
    both = {"topics": "orders", "topics.regex": "orders.*"}
    cases = (
        sink(),
        sink({"topics": "", "topics.regex": "a"}),
        sink({"topics": UNKNOWN, "topics.regex": "a"}),
        source(both),
    )
    assert found(TopicsTwice(), *cases) == []
