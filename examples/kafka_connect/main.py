"""A replicator on workers of Kafka Connect that we run ourselves, which mends its failed tasks."""

from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.kafka_connect import Connector

app = App()
stack = Stack(app, "replication", version="1.0.0")
Connector(
    stack,
    "orders",
    name="orders-from-eu",
    config={
        "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
        "tasks.max": "4",
        "source.cluster.alias": "eu",
        "source.cluster.bootstrap.servers": "kafka.eu.shop.example:9093",
        "source.cluster.security.protocol": "SASL_SSL",
        "source.cluster.sasl.mechanism": "SCRAM-SHA-512",
        "topics": "orders,payments",
    },
    secrets={"source.cluster.sasl.jaas.config": Secret.env("EU_KAFKA_LOGIN")},
    auto_restart={"attempts": 3, "backoff": "30s"},
)
app.synth()
