"""What the class of a connector tells of it."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.policy import Configuration
from provider_lib.policy.pack.kafka_connect import kind_of
from provider_lib.spec.types import UNKNOWN


@pytest.mark.parametrize(
    ("connector_class", "kind"),
    [
        ("io.debezium.connector.postgresql.PostgresConnector", "source"),
        ("io.debezium.connector.jdbc.JdbcSinkConnector", "sink"),
        ("io.debezium.connector.mongodb.MongoDbSinkConnector", "sink"),
        ("org.apache.kafka.connect.mirror.MirrorSourceConnector", "source"),
        ("org.apache.kafka.connect.mirror.MirrorHeartbeatConnector", None),
        ("FileStreamSink", "sink"),
        ("org.sink.Loader", None),
        (UNKNOWN, None),
    ],
)
def test_a_class_tells_a_source_from_a_sink(connector_class: Any, kind: str | None) -> None:
    assert kind_of(Configuration("config", {"connector.class": connector_class, "topics": "orders"})) == kind
