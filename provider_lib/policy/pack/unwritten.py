"""Topics that a sink reads, and the sources of the app that write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from provider_lib.policy.findings import Severity
from provider_lib.policy.pack.kafka_connect import BINLOG, CLASS, DEBEZIUM, KAFKA_DOCS, POSTGRESQL, kind_of
from provider_lib.policy.rules import Found, Rule
from provider_lib.policy.subjects import App, Configuration, Connector, Subject

_MIRROR: Final = "org.apache.kafka.connect.mirror."
_MIRROR_SOURCE: Final = f"{_MIRROR}MirrorSourceConnector"
_AS_NAMED: Final = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"
_RENAMING: Final = re.compile(r"transforms\.[^.]+\.type")
_INSERTS: Final = re.compile(r"\binsert\s+into\s+`?([\w.-]+)`?", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class UnwrittenTopic(Rule):
    """A sink reads what a source of the app writes, where the sources of its Kafka are all in the app.

    Args:
        written: topics that others write; ``*`` stands for anything.
    """

    id: str = "unwritten-topic"
    severity: Severity = "information"
    reason: str = "No source of this app writes it: it may be misspelt, or come from elsewhere."
    way_out: str = "Mend the name, or tell who else writes: UnwrittenTopic(written=('orders.*',))."
    source: str = KAFKA_DOCS
    written: tuple[str, ...] = ()

    def look(self, subject: Subject, app: App) -> Iterator[Found]:
        """Topics that nobody writes, as far as all sources of the same Kafka are understood."""
        connector = subject.connector
        if connector is None or kind_of(connector.config) != "sink" or not connector.config.get("topics"):
            return
        alike = app.alike("estate", _estate)[connector.estate]
        written = app.once((self.id, connector.estate), lambda: _written(alike))
        for topic in connector.config.items("topics") if written else ():
            if topic not in written and not any(fnmatchcase(topic, name) for name in self.written):
                yield Found(f"names {topic!r}, which no source of the app writes", connector.config.at("topics"))


def _estate(connector: Connector) -> object:
    return connector.estate


def _written(connectors: list[Connector]) -> frozenset[str]:
    """The topics that the connectors of one Kafka write; none where one of them writes nobody knows what."""
    sources = [it.config for it in connectors if kind_of(it.config) != "sink" and not _writes_only_its_own(it.config)]
    found = [_topics(config) for config in sources]
    letters = [connector.config.items("errors.deadletterqueue.topic.name") for connector in connectors if found]
    return frozenset() if None in found else frozenset(topic for topics in (*found, *letters) for topic in topics or ())


def _writes_only_its_own(config: Configuration) -> bool:
    connector_class = config.get(CLASS) or ""
    return connector_class.startswith(_MIRROR) and connector_class != _MIRROR_SOURCE


def _topics(config: Configuration) -> list[str] | None:
    """The topics that a source writes; None where the code does not tell."""
    connector_class = config.get(CLASS) or ""
    if not config.is_whole or not connector_class or any(_renames(config, key) for key in config.entries):
        return None
    if connector_class.startswith(DEBEZIUM):
        return _captured(config, connector_class)
    if connector_class == _MIRROR_SOURCE:
        return _plain(config.items("topics")) if config.get("replication.policy.class") == _AS_NAMED else None
    if connector_class.endswith(".JdbcSourceConnector"):
        return _prefixed(config, config.get("topic.prefix") or "", "table.whitelist")
    queries = [value for key, value in config.entries.items() if key.endswith(".kcql")]
    inserted = [topic for query in queries if isinstance(query, str) for topic in _INSERTS.findall(query)]
    return inserted or _plain(config.items("topic")) or _plain(config.items("kafka.topic"))


def _captured(config: Configuration, connector_class: str) -> list[str] | None:
    """The topics of tables, of schema changes, of heartbeats and of transactions."""
    is_named_otherwise = any(key in config.entries for key in ("topic.delimiter", "topic.naming.strategy"))
    if connector_class not in (POSTGRESQL, *BINLOG) or is_named_otherwise:
        return None
    prefix = config.get("topic.prefix") or ""
    tables = _prefixed(config, f"{prefix}.", "table.include.list")
    return None if tables is None else [*tables, prefix, f"__debezium-heartbeat.{prefix}", f"{prefix}.transaction"]


def _renames(config: Configuration, key: str) -> bool:
    """Whether an entry defines a transform that may send records to another topic."""
    return bool(_RENAMING.fullmatch(key)) and not (config.get(key) or "").endswith(".ExtractNewRecordState")


def _prefixed(config: Configuration, prefix: str, key: str) -> list[str] | None:
    names = _plain(config.items(key))
    return None if names is None or not config.get("topic.prefix") else [f"{prefix}{name}" for name in names]


def _plain(names: list[str]) -> list[str] | None:
    """The names, if there are some and none is a pattern."""
    return names if names and all(map(_PLAIN.fullmatch, names)) else None
