"""What connectors read and write, wherever Kafka Connect runs, as far as their configuration says.

Sources: the documentation of Kafka Connect, Debezium, Confluent's JDBC connectors, Lenses' stream reactor (KCQL) and
MirrorMaker.
"""

from __future__ import annotations

from typing import Final

from provider_lib.spec import Flow, Has
from provider_lib.spec.flow import ITEMS, Way

HOST: Final = r"^(?:[A-Za-z0-9+.:-]*(?://|@))?(?:[^/@\s]*@)?([A-Za-z0-9._-]+)(?=[:/?;,]|$)"
"""The host of a URL, a JDBC URL or an address; the first of several."""
PLACES: Final = r"connection\.ur[il]|database\.hostname(\.user\.defined)?|.*\.url\.name"
TABLES: Final = r"(table|collection)\.(include\.list(\.user\.defined)?|whitelist)"
DEAD: Final = r"errors\.deadletterqueue\.topic\.name"
KCQL: Final = r"connect\..+\.kcql"
INTO: Final = r"(?i)\b(?:INSERT|UPSERT)\s+INTO\s+`?([^\s`:;]+)"
FROM: Final = r"(?i)\bFROM\s+`?([^\s`:;]+)"

_JDBC = r"io\.(confluent|aiven)\.connect\.jdbc\..+"
_MIRROR = r"org\.apache\.kafka\.connect\.mirror\..+"
_CLASS = "connector.class"
ITS_OWN: Final = Has("config", f"(?!{_MIRROR}$).*", key=_CLASS)
MIRROR: Final = Has("config", _MIRROR, key=_CLASS)
LISTED: Final = Has("config", ".+", key="topics")
MATCHED: Final = Has("config", ".+", key="topics.regex")
SOURCE: Final = (Has("config", "", key="topics"), Has("config", "", key="topics.regex"), ITS_OWN)
SAME_NAMES: Final = Has("config", r".+\.IdentityReplicationPolicy", key="replication.policy.class")
OTHER_NAMES: Final = Has("config", r"(?!.+\.IdentityReplicationPolicy$).*", key="replication.policy.class")


def connector_flows(kafka: str) -> tuple[Flow, ...]:
    """What connectors read and write.

    Args:
        kafka: the field that says whose topics they are.
    """

    def topics(way: Way, keys: str, *where: Has, names: str = ITEMS, prefix: str = "", joint: str = "") -> Flow:
        return Flow(
            way=way,
            to="topic",
            of="config",
            keys=keys,
            names=names,
            prefix=prefix,
            joint=joint,
            within=kafka,
            where=where,
        )

    def systems(way: Way, keys: str, *where: Has, names: str = HOST) -> Flow:
        return Flow(way=way, to="system", of="config", keys=keys, names=names, where=where)

    return (
        topics("in", r"topics|topics\.regex", ITS_OWN),
        topics("out", DEAD, ITS_OWN),
        topics("out", TABLES, *SOURCE, Has("config", f"(?!{_JDBC}$).*", key=_CLASS), prefix="topic.prefix", joint="."),
        topics("out", TABLES, *SOURCE, Has("config", _JDBC, key=_CLASS), prefix="topic.prefix"),
        topics("out", KCQL, *SOURCE, names=INTO),
        topics("out", "topic", *SOURCE),
        topics("out", "topics", MIRROR, SAME_NAMES),
        topics("out", "topics", MIRROR, OTHER_NAMES, prefix="source.cluster.alias", joint="."),
        systems("in", PLACES, *SOURCE),
        systems("in", KCQL, *SOURCE, names=FROM),
        systems("in", r"source\.cluster\.bootstrap\.servers", MIRROR),
        systems("out", PLACES, LISTED, ITS_OWN),
        systems("out", PLACES, MATCHED, ITS_OWN),
        systems("out", KCQL, LISTED, names=INTO),
    )
