"""Sinks read what a source of the app writes, as far as the app says who writes."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.policy.pack.kafka_connect import POSTGRESQL
from provider_lib.policy.pack.unwritten import UnwrittenTopic
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import SOURCE, connector, found, sink

MIRROR = "org.apache.kafka.connect.mirror."
POSTGRES = {"connector.class": POSTGRESQL, "topic.prefix": "shop", "table.include.list": "public.orders,public.lines"}
AS_NAMED = {"replication.policy.class": f"{MIRROR}IdentityReplicationPolicy"}

WRITES: list[tuple[dict[str, Any], str]] = [
    (POSTGRES, "shop.public.orders, shop.public.lines, shop.transaction, __debezium-heartbeat.shop, shop"),
    (POSTGRES | {"transforms.a.type": "io.debezium.transforms.ExtractNewRecordState"}, "shop.public.orders"),
    ({"connector.class": SOURCE, "topic.prefix": "stock.", "table.whitelist": "levels"}, "stock.levels"),
    ({"connector.class": f"{MIRROR}MirrorSourceConnector", "topics": "a,b", **AS_NAMED}, "a,b"),
    ({"connector.class": "org.example.S3SourceConnector", "s3.kcql": "INSERT INTO `a.b` SELECT * FROM c"}, "a.b"),
    ({"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector", "topic": "lines"}, "lines"),
]


@pytest.mark.parametrize(("source", "topics"), WRITES)
def test_what_a_source_writes_is_known(source: dict[str, Any], topics: str) -> None:
    assert found(UnwrittenTopic(), connector(source, name="source"), sink({"topics": topics})) == []
    assert found(UnwrittenTopic(), connector(source, name="source"), sink({"topics": f"{topics},odrers"})) == [
        "dev/orders: config[\"topics\"] names 'odrers', which no source of the app writes"
    ]


@pytest.mark.parametrize(
    "source",
    [
        UNKNOWN,
        {"connector.class": UNKNOWN},
        {"connector.class": "org.example.OwnSource"},
        POSTGRES | {"table.include.list": "public\\..*"},
        POSTGRES | {"table.include.list": UNKNOWN},
        POSTGRES | {"topic.prefix": UNKNOWN},
        POSTGRES | {"topic.delimiter": "_"},
        POSTGRES | {"transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter"},
        {"connector.class": "io.debezium.connector.sqlserver.SqlServerConnector", "topic.prefix": "shop"},
        {"connector.class": f"{MIRROR}MirrorSourceConnector", "topics": "a,b"},
        {"connector.class": f"{MIRROR}MirrorSourceConnector", "topics": "a.*", **AS_NAMED},
    ],
)
def test_a_source_that_writes_nobody_knows_what_leaves_all_open(source: Any) -> None:
    known = connector(POSTGRES, name="known")
    assert found(UnwrittenTopic(), known, connector(source, name="source"), sink({"topics": "odrers"})) == []


def test_an_app_without_sources_says_nothing_of_who_writes() -> None:
    heartbeat = connector({"connector.class": f"{MIRROR}MirrorHeartbeatConnector"}, name="heartbeat")
    assert found(UnwrittenTopic(), sink(), heartbeat) == []


def test_sources_of_another_kafka_write_elsewhere() -> None:
    elsewhere = connector(POSTGRES, name="source", cluster="other")
    assert found(UnwrittenTopic(), elsewhere, sink({"topics": "odrers"})) == []


def test_dead_letters_are_written_by_sinks() -> None:
    letters = {"errors.deadletterqueue.topic.name": "dead"}
    source, writer = (
        connector(POSTGRES, name="source"),
        sink({"topics": "shop.public.orders", **letters}, name="writer"),
    )
    assert found(UnwrittenTopic(), source, writer, sink({"topics": "dead"}, name="reader")) == []


def test_who_else_writes_can_be_told() -> None:
    rule = UnwrittenTopic(written=("odr*",))
    assert found(rule, connector(POSTGRES, name="source"), sink({"topics": "odrers"})) == []
