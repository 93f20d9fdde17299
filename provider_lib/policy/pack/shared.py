"""What only one connector may have: two that share it disturb each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from provider_lib.errors import Path
from provider_lib.policy.findings import Severity
from provider_lib.policy.pack.kafka_connect import (
    BINLOG,
    CLASS,
    DEBEZIUM,
    DEBEZIUM_DOCS,
    KAFKA_DOCS,
    PORTS,
    POSTGRESQL,
    kind_of,
)
from provider_lib.policy.rules import Found, Rule
from provider_lib.policy.subjects import App, Connector, Subject

_HISTORY: Final = "schema.history.internal.kafka.topic"
_HISTORY_SERVERS: Final = "schema.history.internal.kafka.bootstrap.servers"
_GROUP: Final = "consumer.override.group.id"


@dataclass(frozen=True)
class Shared(Rule):
    """Base of the rules about what two connectors of an app may not share. Stopped ones have nothing."""

    key: ClassVar[str]

    def value(self, connector: Connector) -> Hashable | None:
        """What is compared; None where it is not there, or nobody knows it yet."""
        raise NotImplementedError

    def shown(self, connector: Connector) -> str:
        """What they share, for a sentence."""
        return repr(connector.config.get(self.key))

    def look(self, subject: Subject, app: App) -> Iterator[Found]:
        """The first connector of the app that has the same, when this is a later one."""
        connector = subject.connector
        value = self._running(connector) if connector else None
        if connector is None or value is None:
            return
        first = app.alike(self.id, self._running)[value][0]
        if first.subject.path != subject.path:
            yield Found(f"is {self.shown(connector)}, which {first.subject.path} has too", self._at(connector))

    def _running(self, connector: Connector) -> Hashable | None:
        return self.value(connector) if connector.runs else None

    def _at(self, connector: Connector) -> Path:
        return connector.config.at(self.key)


@dataclass(frozen=True)
class SharedSlot(Shared):
    """No two connectors read one replication slot of PostgreSQL."""

    id: str = "shared-slot"
    severity: Severity = "error"
    reason: str = "PostgreSQL lets one client read a slot: the second connector fails, or takes changes from the first."
    way_out: str = "Give each connector a slot.name of its own; it is 'debezium' when left out."
    source: str = f"{DEBEZIUM_DOCS}/postgresql.html#postgresql-property-slot-name"
    key = "slot.name"

    def value(self, connector: Connector) -> Hashable | None:
        """The slot and its server."""
        config = connector.config
        slot, server = config.either(self.key, "debezium"), _database(connector)
        return (server, slot) if config.get(CLASS) == POSTGRESQL and slot and server else None

    def shown(self, connector: Connector) -> str:
        """The slot."""
        return repr(connector.config.either(self.key, "debezium"))


@dataclass(frozen=True)
class SharedServerId(Shared):
    """No two connectors are the same replica of one MySQL."""

    id: str = "shared-server-id"
    severity: Severity = "error"
    reason: str = (
        "MySQL ends the connection of a replica when another one comes with its id: both go on and off for ever."
    )
    way_out: str = "Give each connector a database.server.id of its own among all replicas of the server."
    source: str = f"{DEBEZIUM_DOCS}/mysql.html#mysql-property-database-server-id"
    key = "database.server.id"

    def value(self, connector: Connector) -> Hashable | None:
        """The id and its server."""
        config = connector.config
        number, server = config.get(self.key), _database(connector)
        return (server, number) if config.get(CLASS) in BINLOG and number and server else None


@dataclass(frozen=True)
class SharedTopicPrefix(Shared):
    """No two connectors of Debezium in one Kafka have one topic prefix."""

    id: str = "shared-topic-prefix"
    reason: str = "Their topics, heartbeats and metrics get the same names, and mix."
    way_out: str = "Give each connector a topic.prefix of its own."
    source: str = f"{DEBEZIUM_DOCS}/postgresql.html#postgresql-property-topic-prefix"
    key = "topic.prefix"

    def value(self, connector: Connector) -> Hashable | None:
        """The prefix, and the Kafka that has the topics."""
        config = connector.config
        prefix = config.get(self.key) if (config.get(CLASS) or "").startswith(DEBEZIUM) else None
        return (connector.estate, prefix) if prefix else None


@dataclass(frozen=True)
class SharedSchemaHistory(Shared):
    """No two connectors keep the history of their schemas in one topic."""

    id: str = "shared-schema-history"
    reason: str = "A connector that restarts reads the other one's schemas too, and may fail or take the wrong one."
    way_out: str = f"Give each connector a {_HISTORY} of its own."
    source: str = f"{DEBEZIUM_DOCS}/mysql.html#mysql-schema-history-topic"
    key = _HISTORY

    def value(self, connector: Connector) -> Hashable | None:
        """The topic, and the brokers that have it."""
        servers, topic = connector.config.items(_HISTORY_SERVERS), connector.config.get(self.key)
        return (*sorted(servers), topic) if servers and topic else None


@dataclass(frozen=True)
class SharedConsumerGroup(Shared):
    """No two sinks of one Kafka are one consumer group."""

    id: str = "shared-consumer-group"
    reason: str = "They take records from each other: of a topic that both read, each gets a part."
    way_out: str = f"Give one another name, or a {_GROUP} of its own; it is connect-<name> when left out."
    source: str = KAFKA_DOCS
    key = _GROUP

    def value(self, connector: Connector) -> Hashable | None:
        """The group, and the Kafka that has it."""
        group = self._group(connector)
        return (connector.estate, group) if group and kind_of(connector.config) == "sink" else None

    def shown(self, connector: Connector) -> str:
        """The group."""
        return repr(self._group(connector))

    def _group(self, connector: Connector) -> str | None:
        default = f"connect-{connector.name}" if connector.name else ""
        return connector.config.either(self.key, default) or None


def _database(connector: Connector) -> Hashable | None:
    """Which server of databases a connector reads; None where nobody knows it yet.

    A short name means another server in another network, so that it is compared within one cluster of workers only.
    """
    config = connector.config
    host, port = config.get("database.hostname"), config.either("database.port", PORTS.get(config.get(CLASS) or "", ""))
    if not host or not port:
        return None
    is_everywhere = host.count(".") > 1 and not host.endswith((".local", ".internal")) and not host[-1].isdigit()
    return (host.lower(), port, None if is_everywhere else connector.cluster)
