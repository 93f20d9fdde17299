"""What two connectors may not share."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.policy import Rule, Subject
from provider_lib.policy.pack.kafka_connect import POSTGRESQL
from provider_lib.policy.pack.shared import (
    SharedConsumerGroup,
    SharedSchemaHistory,
    SharedServerId,
    SharedSlot,
    SharedTopicPrefix,
)
from provider_lib.spec.types import UNKNOWN
from provider_lib.systems.lenses.connectors import Connector as LensesConnector
from tests.unit.policy.connectors import SINK, connector, found

HISTORY = "schema.history.internal.kafka.topic"
SERVERS = "schema.history.internal.kafka.bootstrap.servers"
SLOT = {"connector.class": POSTGRESQL, "database.hostname": "db.shop.example", "slot.name": "orders"}
REPLICA = {
    "connector.class": "io.debezium.connector.mysql.MySqlConnector",
    "database.hostname": "db.shop.example",
    "database.server.id": "5401",
}
PREFIX = {"connector.class": POSTGRESQL, "topic.prefix": "shop"}
SCHEMAS = {"connector.class": REPLICA["connector.class"], HISTORY: "schemas", SERVERS: "b:9092,a:9092"}
GROUP = {"connector.class": SINK, "consumer.override.group.id": "loaders"}

RULES: list[tuple[Rule, dict[str, Any], str, str]] = [
    (SharedSlot(), SLOT, "slot.name", "orders"),
    (SharedServerId(), REPLICA, "database.server.id", "5401"),
    (SharedTopicPrefix(), PREFIX, "topic.prefix", "shop"),
    (SharedSchemaHistory(), SCHEMAS, HISTORY, "schemas"),
    (SharedConsumerGroup(), GROUP, "consumer.override.group.id", "loaders"),
]


def two(config: dict[str, Any], other: dict[str, Any], **more: Any) -> tuple[Subject, Subject]:
    return connector(config, name="one"), connector(config | other, name="two", **more)


@pytest.mark.parametrize(("rule", "config", "key", "value"), RULES)
def test_the_later_of_two_is_found(rule: Rule, config: dict[str, Any], key: str, value: str) -> None:
    three = (*two(config, {}), connector(config, name="three"))
    assert found(rule, *three) == [
        f'dev/{name}: config["{key}"] is {value!r}, which dev/one has too' for name in ("two", "three")
    ]


@pytest.mark.parametrize(("rule", "config", "key", "_value"), RULES)
def test_two_with_values_of_their_own_or_that_nobody_knows_are_not(
    rule: Rule, config: dict[str, Any], key: str, _value: str
) -> None:
    assert found(rule, *two(config, {key: "other"})) == []
    assert (
        found(rule, connector(config | {key: UNKNOWN}, name="one"), connector(config | {key: UNKNOWN}, name="two"))
        == []
    )
    assert found(rule, connector(UNKNOWN, name="one"), connector(UNKNOWN, name="two")) == []


@pytest.mark.parametrize(("rule", "config", "_key", "_value"), RULES)
def test_one_that_is_stopped_shares_nothing(rule: Rule, config: dict[str, Any], _key: str, _value: str) -> None:
    """A connector moves: the old one is stopped, and the new one goes on with its slot."""
    assert found(rule, *two(config, {}, desired_state="stopped")) == []
    assert found(rule, *two(config, {}, desired_state=UNKNOWN)) == []
    assert len(found(rule, *two(config, {}, desired_state="paused"))) == 1


def test_a_slot_has_a_name_when_it_has_none() -> None:
    config = {key: value for key, value in SLOT.items() if key != "slot.name"}
    assert found(SharedSlot(), *two(config, {"slot.name": "debezium", "database.port": "5432"})) == [
        "dev/two: config[\"slot.name\"] is 'debezium', which dev/one has too"
    ]


@pytest.mark.parametrize("other", [{"database.hostname": "db.other.example"}, {"database.port": "5433"}])
def test_another_server_has_slots_of_its_own(other: dict[str, str]) -> None:
    assert found(SharedSlot(), *two(SLOT, other)) == []


@pytest.mark.parametrize("host", ["db", "localhost", "db.shop", "10.0.0.7", "db.shop.svc.cluster.local"])
def test_a_short_name_is_another_server_elsewhere(host: str) -> None:
    config = SLOT | {"database.hostname": host}
    assert found(SharedSlot(), *two(config, {}, cluster="other")) == []
    assert len(found(SharedSlot(), *two(config, {}))) == 1


def test_a_full_name_is_the_same_server_everywhere() -> None:
    assert len(found(SharedSlot(), *two(SLOT, {"database.hostname": "DB.shop.example"}, cluster="other"))) == 1


@pytest.mark.parametrize(("rule", "config"), [(SharedTopicPrefix(), PREFIX), (SharedConsumerGroup(), GROUP)])
def test_another_kafka_has_topics_and_groups_of_its_own(rule: Rule, config: dict[str, Any]) -> None:
    assert found(rule, *two(config, {}, cluster="other")) == []
    assert found(rule, *two(config, {}, server="other")) == []


def test_the_prefix_of_other_sources_is_theirs() -> None:
    assert found(SharedTopicPrefix(), *two(PREFIX | {"connector.class": "org.example.JdbcSource"}, {})) == []


def test_two_clusters_of_one_environment_write_to_one_kafka() -> None:
    def sink(cluster: str) -> Subject:
        place = {"server": "", "environment": "orders", "cluster": cluster}
        values = {"name": "orders", "config": {"connector.class": SINK, "topics": "orders"}}
        return Subject(LensesConnector, "dev", f"dev/{cluster}", values, place)

    assert found(SharedConsumerGroup(), sink("one"), sink("two")) == [
        "dev/two: config[\"consumer.override.group.id\"] is 'connect-orders', which dev/one has too"
    ]
