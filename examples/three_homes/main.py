"""One connector, described once, on whatever runs Kafka Connect: choose the class, and say where."""

from typing import Any

from provider_lib.constructs import App, Secret, Stack, kafka_connect, lenses, redpanda

app = App()
stack = Stack(app, "homes", version="1.0.0")

reports: dict[str, Any] = {
    "name": "orders-reports",
    "config": {
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "orders",
        "connection.url": "jdbc:postgresql://reports.example.com/orders",
        "connection.user": "loader",
    },
    "secrets": {"connection.password": Secret.env("REPORTS_DB_PASSWORD")},
}

orders = lenses.Environment(stack, "orders", name="orders", tier="development")
lenses.Connector(stack, "by-lenses", environment=orders, cluster="connect", wait_for_agent="5m", **reports)

kafka_connect.Connector(stack, "by-kafka-connect", **reports)

redpanda.Connector(stack, "by-redpanda", **reports)

app.synth()
