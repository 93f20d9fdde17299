"""An agent of Flink SQL on Confluent Cloud, which sorts orders by how they should be handled."""

from provider_lib.constructs import App, Stack
from provider_lib.constructs.confluent import FlinkAgent

app = App()
stack = Stack(app, "triage", version="1.0.0")
FlinkAgent(
    stack,
    "order-triage",
    kafka_cluster_id="lkc-abc123",
    name="order-triage",
    model="triage-model",
    prompt="Answer with one word: `ship`, `hold` or `ask`.",
    description="Sorts orders by how they should be handled",
    tools=["lookup-customer"],
    properties={"max_iterations": "5"},
)
app.synth()
