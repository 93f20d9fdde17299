"""A sink moves from our own Kafka Connect to Redpanda: the same configuration, given to another class."""

from provider_lib.constructs import App, Secret, Stack, cdk, kafka_connect, redpanda

app = App()
stack = Stack(app, "move", version="1.0.0")

config = {
    "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
    "tasks.max": "2",
    "topics": "orders",
    "connection.url": "jdbc:postgresql://reporting-db.shop.example/reporting",
    "insert.mode": "upsert",
    "pk.mode": "record_key",
}
secrets = {"connection.password": Secret.env("REPORTING_DB_PASSWORD")}

# The old one keeps its offsets and can be started again, until somebody is sure enough to take it out.
kafka_connect.Connector(stack, "old", name="orders-reporting", config=config, secrets=secrets, desired_state="stopped")
new = redpanda.Connector(stack, "new", name="orders-reporting", config=config, secrets=secrets)

status = redpanda.DataConnectorStatus(stack, "status", name=new.name)
cdk.TerraformOutput(stack, "state", value=status.state)
app.synth()
