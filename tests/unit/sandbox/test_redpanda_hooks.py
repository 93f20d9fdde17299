"""What becomes of a configuration on its way through the data plane."""

from __future__ import annotations

import pytest

from provider_lib.sandbox import Sandbox

from .redpanda import CONNECTORS, Redpanda

CLUSTER = "redpanda/redpanda"
SINK = {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector"}


def written(redpanda: Redpanda, sandbox: Sandbox, config: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the worker holds and what a caller sees beyond ``config`` itself and the name."""
    redpanda.make_connector(config=config)
    stored = sandbox.admin.connector(CLUSTER, "orders")["config"]
    shown = redpanda.get(f"{CONNECTORS}/orders/config").json()["config"]

    def added(whole: dict[str, str]) -> dict[str, str]:
        return {key: value for key, value in whole.items() if config.get(key) != value and key != "name"}

    return added(stored), added(shown)


def test_a_sink_without_topics_is_given_a_pattern(sandbox: Sandbox, redpanda: Redpanda) -> None:
    placeholder = {"topics.regex": "__TOPICS_REGEX_PLACEHOLDER"}

    assert written(redpanda, sandbox, SINK) == (placeholder, placeholder)


def test_a_sink_with_topics_is_left_alone(sandbox: Sandbox, redpanda: Redpanda) -> None:
    assert written(redpanda, sandbox, {**SINK, "topics": "orders"}) == ({}, {})


MIRROR = {
    "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
    "source.cluster.alias": "eu",
    "source.cluster.bootstrap.servers": "b:9092",
}
LOGIN = {
    "source.cluster.security.protocol": "SASL_SSL",
    "source.cluster.sasl.username": "u",
    "source.cluster.sasl.password": "p",
}


@pytest.mark.parametrize(
    ("mechanism", "module"),
    [
        ({}, "plain.PlainLoginModule"),
        ({"source.cluster.sasl.mechanism": "PLAIN"}, "plain.PlainLoginModule"),
        ({"source.cluster.sasl.mechanism": "SCRAM-SHA-256"}, "scram.ScramLoginModule"),
    ],
)
def test_a_mirror_is_given_a_login_with_its_password_in_clear(
    sandbox: Sandbox, redpanda: Redpanda, mechanism: dict[str, str], module: str
) -> None:
    stored, shown = written(redpanda, sandbox, MIRROR | LOGIN | mechanism)

    assert shown == {
        "source.cluster.ssl.truststore.type": "PEM",
        "source.cluster.ssl.keystore.type": "PEM",
        "header.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
        "source.cluster.sasl.jaas.config": f"org.apache.kafka.common.security.{module} required "
        "username='u' password='p';",
    }
    assert stored == {**shown, "security.protocol": "SASL_SSL"}


def test_a_mirror_keeps_what_it_is_given(sandbox: Sandbox, redpanda: Redpanda) -> None:
    given = {
        "source.cluster.ssl.truststore.type": "JKS",
        "source.cluster.ssl.keystore.type": "JKS",
        "header.converter": "org.apache.kafka.connect.storage.SimpleHeaderConverter",
        "source.cluster.sasl.jaas.config": "own",
        "security.protocol": "PLAINTEXT",
    }

    assert written(redpanda, sandbox, MIRROR | LOGIN | given) == ({}, {})
    assert "security.protocol" not in redpanda.get(f"{CONNECTORS}/orders/config").json()["config"]


def test_the_protocol_of_a_checkpoint_is_not_shown(redpanda: Redpanda) -> None:
    checkpoint = MIRROR | {"connector.class": "org.apache.kafka.connect.mirror.MirrorCheckpointConnector"}
    made = redpanda.make_connector(config=checkpoint | {"security.protocol": "SASL_SSL"})

    assert made["config"] == {**checkpoint, "name": "orders"}


def test_a_mongo_sink_is_given_a_connection_string_with_its_password(sandbox: Sandbox, redpanda: Redpanda) -> None:
    added = {
        "connection.url": "mongodb+srv://db.example.net/app",
        "connection.uri": "mongodb+srv://me:p%40ss@db.example.net/app",
    }
    config = {
        "connector.class": "com.mongodb.kafka.connect.MongoSinkConnector",
        "database": "app",
        "topics": "orders",
        "connection.url": "mongodb+srv://old:old@db.example.net/app",
        "connection.username": "me",
        "connection.password": "p@ss",
    }

    assert written(redpanda, sandbox, config) == (added, added)


def test_a_postgres_source_always_has_one_task(sandbox: Sandbox, redpanda: Redpanda) -> None:
    config = {
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "topic.prefix": "shop",
        "database.hostname": "db",
        "database.user": "cdc",
        "database.dbname": "shop",
        "tasks.max": "3",
    }

    assert written(redpanda, sandbox, config) == ({"tasks.max": "1"}, {"tasks.max": "1"})
