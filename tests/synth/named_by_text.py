"""Apps in which text names what another construct makes."""

from __future__ import annotations

from typing import Any

import jsii

from provider_lib.constructs import App, Construct, SluiceProvider, Stack, cdk
from provider_lib.constructs.lenses import (
    Connector,
    DataConnectors,
    DataEnvironment,
    Environment,
    Group,
    KafkaConnection,
    Role,
    ServiceAccount,
)
from provider_lib.constructs.streamkap import Destination, Pipeline, Source
from tests.synth.registry import case

CLASS = {"connector.class": "org.example.Sink"}
POLICY = [{"action": ["iam:*"], "resource": ["*"], "effect": "allow"}]


@case
def named_by_text(app: App) -> Any:
    stack = Stack(app, "dev")
    KafkaConnection(stack, "kafka", environment="orders", name="kafka")
    Connector(stack, "sink", environment="orders", cluster="c", name="sink", config=CLASS)
    Connector(stack, "other", environment="payments", cluster="c", name="sink", config=CLASS)
    DataConnectors(stack, "listed", environment="orders")
    Environment(Construct(stack, "estate"), "orders", name="orders", tier="staging")
    Role(stack, "reader", name="reader", policy=POLICY)
    writer = Role(stack, "writer", name="writer", policy=POLICY)
    Group(stack, "team", name="team", roles=["reader", writer, "elsewhere"], service_accounts=["robot"])
    ServiceAccount(stack, "robot", name="robot")
    source = Source(stack, "source", name="shop", connector="postgresql", config={"a": "b"})
    target = Destination(stack, "target", name="lake", connector="s3", config={"a": "b"})
    Pipeline(
        stack,
        "flow",
        name="flow",
        source={"id": source.id, "name": "shop", "connector": source, "topics": ["orders"]},
        destination={"id": target, "name": "lake", "connector": "s3"},
    )
    return cdk.Testing.synth_hcl(stack)


@case
def named_in_plain_stacks(app: App) -> Any:
    """In a stack of the CDK itself, and where an aspect gives the names."""
    stack = cdk.TerraformStack(app, "dev")
    Environment(stack, "orders", name="unnamed", tier="staging")
    kafka = KafkaConnection(stack, "kafka", environment="unnamed", name="kafka")
    Role(stack, "reader", name="reader", policy=POLICY)
    team = Group(stack, "team", name="team", roles=[])

    @jsii.implements(cdk.IAspect)
    class Names:
        def visit(self, node: Any) -> None:
            if isinstance(node, Environment):
                node.name = "orders-eu"
            if node is kafka:
                kafka.environment = "orders-eu"
            if node is team:
                node.roles_input.append("reader")

    cdk.Aspects.of(stack).add(Names())


@case
def named_elsewhere(app: App) -> Any:
    """What cannot become a reference."""
    platform = Stack(app, "platform")
    Environment(platform, "orders", name="orders", tier="staging")
    Connector(platform, "overridden", environment="x", cluster="c", name="a", config=CLASS).add_override(
        "environment", "orders"
    )
    after = Stack(app, "after")
    KafkaConnection(after, "kafka", environment="orders", name="after")
    ordered = Stack(app, "ordered")
    KafkaConnection(ordered, "kafka", environment="orders", name="ordered")
    ordered.add_dependency(platform)
    foreign = Stack(app, "foreign")
    SluiceProvider(foreign, "there", lenses={"url": "https://there.example.com"})
    KafkaConnection(foreign, "kafka", environment="orders", name="kafka")

    one = Stack(app, "one")
    there = SluiceProvider(one, "there", alias="there", lenses={"url": "https://there.example.com"})
    Environment(one, "there-orders", name="orders", tier="staging", provider=there)
    Environment(one, "maybe", name="maybe", tier="staging").add_override("count", "${var.maybe ? 1 : 0}")
    KafkaConnection(one, "forgotten", environment="maybe", name="forgotten")
    maybe = Environment(one, "perhaps", name="perhaps", tier="staging", count=1)
    KafkaConnection(one, "kept", environment="perhaps", name="kept", depends_on=[maybe])
    DataEnvironment(one, "found", name="found")
    KafkaConnection(one, "read", environment="found", name="read")
    Group(one, "team", name="team", service_accounts=["robot"])
    ServiceAccount(one, "robot", name="robot", groups=["team"])
    ServiceAccount(one, "helper", name="helper", groups=["team"])
