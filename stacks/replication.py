"""Copies topics from one Kafka to another with MirrorMaker, run as connectors of the Kafka that is written to."""

from __future__ import annotations

from collections.abc import Mapping

from provider_lib.constructs import Secret, cdk
from provider_lib.constructs.streamkap import Source
from stacks.platform import SALES, Estate

MIRROR = "org.apache.kafka.connect.mirror"

AS_IS = {
    "key.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
}
"""Records are copied byte by byte: what is in them is not the replicator's business."""

STREAMKAP_LOGIN = {
    "source.cluster.security.protocol": "SASL_SSL",
    "source.cluster.sasl.mechanism": "PLAIN",
}


def replicate_sales(target: Estate, source: Estate) -> None:
    """Keep a copy of the sales of another estate, and of how far its consumers have read them."""
    alias = source.node.id
    between = _between(alias, ",".join(source.brokers), target)
    sales = {
        "connector.class": f"{MIRROR}.MirrorSourceConnector",
        "topics": ",".join(SALES),
        "sync.topic.acls.enabled": "false",
    }
    offsets = {
        "connector.class": f"{MIRROR}.MirrorCheckpointConnector",
        "groups": "order-.*",
        "sync.group.offsets.enabled": "true",
    }
    heartbeat = {
        "connector.class": f"{MIRROR}.MirrorHeartbeatConnector",
        "emit.heartbeats.interval.seconds": "5",
    }
    for part, config in {"sales": sales, "offsets": offsets, "heartbeat": heartbeat}.items():
        target.connect(f"{alias}-{part}", {**config, **between}, converters=AS_IS)


def replicate_loyalty(target: Estate, source: Source) -> None:
    """Fetch what Streamkap captured of the loyalty programme, whatever it calls the topics."""
    target.connect(
        "loyalty",
        {
            "connector.class": f"{MIRROR}.MirrorSourceConnector",
            "topics": cdk.Fn.join(",", source.topics),
            "sync.topic.acls.enabled": "false",
            **_between("streamkap", "kafka.streamkap.example:9092", target),
            **STREAMKAP_LOGIN,
        },
        {"source.cluster.sasl.jaas.config": Secret.env("STREAMKAP_KAFKA_LOGIN")},
        converters=AS_IS,
    )


def _between(alias: str, brokers: str, target: Estate) -> Mapping[str, str]:
    return {
        "source.cluster.alias": alias,
        "source.cluster.bootstrap.servers": brokers,
        "target.cluster.alias": target.node.id,
        "target.cluster.bootstrap.servers": ",".join(target.brokers),
        # Topics keep their names: who reads them need not know which Kafka that is.
        "replication.policy.class": f"{MIRROR}.IdentityReplicationPolicy",
    }
