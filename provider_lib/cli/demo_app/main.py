"""The app of ``sluice demo``: an environment of Lenses, and two connectors that its agent runs."""

from __future__ import annotations

from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.lenses import Connector, Environment

app = App()
stack = Stack(app, "dev", version="1.0.0")

orders = Environment(stack, "orders", name="orders", tier="development", display_name="Orders")

Connector(
    stack,
    "changes",
    environment=orders,
    cluster="connect",
    name="orders-changes",
    config={
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "topic.prefix": "shop",
        "database.hostname": "postgres.example.com",
        "database.user": "debezium",
        "database.dbname": "shop",
        "table.include.list": "public.orders",
    },
    secrets={"database.password": Secret.env("SHOP_DB_PASSWORD")},
    wait_for_agent="1m",
)

Connector(
    stack,
    "archive",
    environment=orders,
    cluster="connect",
    name="orders-archive",
    config={
        "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
        "topics": "shop.public.orders",
        "file": "/data/orders.jsonl",
    },
    wait_for_agent="1m",
)

app.synth()
