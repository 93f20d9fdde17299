"""Transforms and predicates are named and defined."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.policy.pack.transforms import ManyTransforms, UndefinedTransform, UnusedTransform
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import connector, found, sink

UNWRAP = {"transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState"}


def test_what_is_named_but_not_defined_is_found() -> None:
    assert found(UndefinedTransform(), sink({"transforms": "unwrap, route", "predicates": "isNew", **UNWRAP})) == [
        "dev/orders: config[\"transforms\"] names the transform 'route', and transforms.route.type is not set",
        "dev/orders: config[\"predicates\"] names the predicate 'isNew', and predicates.isNew.type is not set",
    ]


def test_a_predicate_that_is_in_no_list_is_found() -> None:
    config = {"transforms": "unwrap", "transforms.unwrap.predicate": "isNew", **UNWRAP}
    assert found(UndefinedTransform(), sink(config)) == [
        "dev/orders: config[\"transforms.unwrap.predicate\"] names the predicate 'isNew', which is not in predicates"
    ]
    assert found(UndefinedTransform(), sink(config | {"predicates": UNKNOWN})) == []


@pytest.mark.parametrize(
    "config",
    [{}, {"transforms": ""}, {"transforms": UNKNOWN}, {"transforms": "unwrap", "transforms.unwrap.type": UNKNOWN}],
)
def test_what_is_defined_or_may_be_is_not(config: dict[str, Any]) -> None:
    assert found(UndefinedTransform(), sink(config)) == []


def test_other_configurations_are_left_alone() -> None:
    """Streamkap's have keys of transforms, and no list of their names."""
    rules = (UndefinedTransform(), UnusedTransform())
    assert [found(rule, connector({"transforms": "a", **UNWRAP})) for rule in rules] == [[], []]
    assert [found(rule, connector(UNKNOWN)) for rule in rules] == [[], []]


def test_what_is_defined_but_not_named_is_found() -> None:
    expected = ["dev/orders: config[\"transforms.unwrap.type\"] is of no use: 'unwrap' is not in transforms"]
    assert found(UnusedTransform(), sink(UNWRAP)) == expected
    assert found(UnusedTransform(), sink(UNWRAP | {"transforms": "unwarp"})) == expected
    assert (
        found(UnusedTransform(), sink(UNWRAP | {"transforms": "unwrap"}), sink(UNWRAP | {"transforms": UNKNOWN})) == []
    )


def test_a_long_chain_is_found() -> None:
    long = sink({"transforms": "a,b,c,d"})
    assert found(ManyTransforms(), long) == ['dev/orders: config["transforms"] names 4 transforms']
    assert found(ManyTransforms(most=4), long, sink({"transforms": UNKNOWN})) == []
    assert found(ManyTransforms(), sink({"transforms": "a,b,c"}), connector({"transforms": "a,b,c,d"})) == []
