"""An environment of Lenses, and a connector that its agent runs."""

from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.lenses import Connector, Environment

app = App()
stack = Stack(app, "quickstart", version="1.0.0")
orders = Environment(stack, "orders", name="orders", tier="development")
Connector(
    stack,
    "orders-sink",
    environment=orders,
    cluster="connect",
    name="orders-sink",
    config={
        "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
        "topics": "orders",
        "connection.url": "jdbc:postgresql://db.example.com/orders",
    },
    secrets={"connection.password": Secret.env("ORDERS_DB_PASSWORD")},
    wait_for_agent="5m",
)
app.synth()
