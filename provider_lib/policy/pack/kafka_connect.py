"""What the rules know of Kafka Connect and of classes of connectors: data, as their documentation has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from provider_lib.policy.subjects import Configuration

CLASS: Final = "connector.class"

KAFKA_DOCS: Final = "https://kafka.apache.org/documentation/#connectconfigs"
DEBEZIUM_DOCS: Final = "https://debezium.io/documentation/reference/stable/connectors"
LENSES_RULES: Final = (
    "https://github.com/lensesio/agentic-engineering-for-apache-kafka/blob/main/skills/kafka-connector-review/SKILL.md"
)

DEBEZIUM: Final = "io.debezium.connector."
POSTGRESQL: Final = "io.debezium.connector.postgresql.PostgresConnector"
BINLOG: Final = frozenset(
    {"io.debezium.connector.mysql.MySqlConnector", "io.debezium.connector.mariadb.MariaDbConnector"}
)
"""Classes that read as a replica of MySQL or MariaDB."""

PORTS: Final[Mapping[str, str]] = {POSTGRESQL: "5432", **dict.fromkeys(BINLOG, "3306")}

ONE_TASK: Final = frozenset(
    {
        POSTGRESQL,
        *BINLOG,
        "io.debezium.connector.oracle.OracleConnector",
        "io.debezium.connector.db2.Db2Connector",
        "io.debezium.connector.informix.InformixConnector",
        "org.apache.kafka.connect.file.FileStreamSourceConnector",
        "org.apache.kafka.connect.file.FileStreamSinkConnector",
        "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
    }
)
"""Classes whose work cannot be shared by tasks."""

NEEDED_BY_CONVERTERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "io.confluent.connect.avro.AvroConverter",
            "io.confluent.connect.protobuf.ProtobufConverter",
            "io.confluent.connect.json.JsonSchemaConverter",
        ),
        "schema.registry.url",
    ),
    **dict.fromkeys(
        (
            "io.apicurio.registry.utils.converter.AvroConverter",
            "io.apicurio.registry.utils.converter.ExtJsonConverter",
            "io.apicurio.registry.utils.converter.ProtobufConverter",
        ),
        "apicurio.registry.url",
    ),
}
"""Converters that ask a registry, and the entry that says where it is."""

Kind = Literal["source", "sink"]


def kind_of(config: Configuration) -> Kind | None:
    """Whether a connector writes to Kafka or reads from it; None where its class does not tell."""
    connector_class = config.get(CLASS) or ""
    name = connector_class.rpartition(".")[2].lower()
    if "sink" in name:
        return "sink"
    return "source" if "source" in name or connector_class.startswith(DEBEZIUM) else None


def is_on(config: Configuration, key: str) -> bool:
    """Whether an entry is known to be true."""
    return (config.get(key) or "").lower() == "true"
