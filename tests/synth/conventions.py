"""Apps that change constructs as users of the CDK do, in all its ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsii

from provider_lib.constructs import App, Construct, Secret, SluiceProvider, Stack, cdk, kafka_connect
from provider_lib.constructs.lenses import Connector, DataEnvironment, Environment, KafkaConnection, Role
from provider_lib.constructs.rest import RestObject
from provider_lib.constructs.streamkap import Source
from tests.synth.registry import case, refusal

CLASS = {"connector.class": "org.example.Sink"}
POLICY = [{"action": ["iam:*"], "resource": ["*"], "effect": "allow"}]


@case
def arguments_that_are_none(app: App) -> Any:
    stack = Stack(app, "dev")
    orders = Environment(stack, "orders", name="orders", tier="staging")
    sink = kafka_connect.Connector(stack, "sink", name="sink", config={"connector.class": "org.example.Sink"})
    make: Any = Environment
    look_up: Any = DataEnvironment

    class Named(Environment):
        """What a team derives for itself."""

        def __init__(self, scope: Construct, team: str) -> None:
            super().__init__(scope, team, name=team, tier="staging")
            self.names = [team]

    attempts: dict[str, Callable[[], Any]] = {
        "a required one": lambda: make(stack, "new", nam="new", tier="staging"),
        "none given": lambda: make(scope=stack, id_="new"),
        "a data source": lambda: look_up(stack, "new", nme="new"),
        "assigned": lambda: setattr(orders, "metdata", {"a": "b"}),
        "a setting": lambda: setattr(stack.node.find_child("sluice"), "lense", {}),
        "of Terraform's own": lambda: make(stack, "new", name="new", tier="staging", lifecycle={"prevent": True}),
        "of another type": lambda: make(stack, "new", name="new", tier="staging", provider="sluice"),
        "secrets by another name": lambda: setattr(sink, "secret_config", {"a": "b"}),
        "outside a stack": lambda: Environment(app, "new", name="new", tier="staging"),
    }
    flavour = cdk.__name__
    refused: dict[str, Any] = {name: refusal(attempt).replace(flavour, "cdk") for name, attempt in attempts.items()}
    return refused | {"of a class of one's own": Named(stack, "own").names}


@case
def lost_changes(app: App) -> Any:
    """Changes in what only stands for a value."""
    stack = Stack(app, "dev")
    orders = Environment(stack, "orders", name="orders", tier="staging", metadata={"a": "b"})
    kafka = KafkaConnection(stack, "kafka", environment=orders, name="k", override_broker_addresses=["a:1"])
    other = KafkaConnection(
        stack, "other", environment=orders, name="o", override_broker_addresses=kafka.override_broker_addresses
    )
    Environment(stack, "copy", name="copy", tier="staging", metadata=orders.metadata)
    metadata: Any = orders.metadata

    def merge() -> None:
        orders.metadata |= {"a": "c"}  # type: ignore[operator]

    attempts: dict[str, Callable[[], Any]] = {
        "of itself": lambda: setattr(orders, "name", f"eu-{orders.name}"),
        "item": lambda: metadata.update(a="c"),
        "merged": merge,
        "appended": lambda: other.override_broker_addresses.append("b:2"),  # type: ignore[attr-defined]
        "copied": lambda: setattr(orders, "metadata", {**orders.metadata, "a": "c"}),  # type: ignore[dict-item]
    }
    return {name: refusal(attempt) for name, attempt in attempts.items()}


@case
def changes_in_place(app: App) -> Any:
    """In every kind of argument, by an aspect."""
    stack = cdk.TerraformStack(app, "dev")
    provider = SluiceProvider(stack, "hq", lenses={"url": "https://hq.example.com"})
    source = Source(stack, "source", name="s", connector="mysql", config={"a": "b"}, tags={"x"})
    role = Role(stack, "role", name="r", policy=POLICY)
    sink = Connector(stack, "sink", environment="e", cluster="c", name="n", config=CLASS, timeouts={"create": "5m"})

    @jsii.implements(cdk.IAspect)
    class Everywhere:
        def visit(self, node: Any) -> None:
            if node is source:
                node.tags_input.add("y")
            if node is role:
                node.policy_input[0]["action"].append("x:*")
            if node is sink:
                node.timeouts_input["delete"] = "6m"
            if node is provider:
                node.lenses = {**node.lenses_input, "token": Secret.variable("token")}
                node.lenses_input["timeout"] = "5s"
                node.redpanda = {"url": "https://rp.example.com"}

    cdk.Aspects.of(stack).add(Everywhere())
    return refusal(lambda: setattr(provider, "lenses", {"ulr": "x"}))


@case
def overrides_in_depth(app: App) -> Any:
    stack = Stack(app, "dev")
    role = Role(stack, "role", name="r", policy=[*POLICY, {**POLICY[0], "effect": "deny"}])
    role.add_override("policy.0.effect", "deny")
    role.add_override("policy.0.action.1", "${var.more}")
    role.add_override("policy.1", None)
    thing = RestObject(stack, "thing", path="/a", body={"a": {"b": [{"c": 1}, {"d": 2}]}})
    thing.add_override("body.a.b.1.d", 3)
    thing.add_override("search.paging.kind", "page")
    sink = kafka_connect.Connector(stack, "sink", name="n", config=CLASS, auto_restart={"attempts": 1})
    sink.add_override("auto_restart.attempts", 5)
    sink.add_override("lifecycle.ignore_changes", ["config"])
    attempts: dict[str, Callable[[], Any]] = {
        "argument": lambda: sink.add_override("confg.x", 1),
        "nested": lambda: thing.add_override("search.paging.knd", "page"),
        "in a list": lambda: role.add_override("policy.0.efect", "deny"),
        "computed": lambda: sink.add_override("trace", "x"),
        "in text": lambda: sink.add_override("name.x", "x"),
        "of terraform": lambda: sink.add_override("depend_on", []),
    }
    return [cdk.Testing.synth_hcl(stack), {name: refusal(attempt) for name, attempt in attempts.items()}]


@case
def overrides_of_no_item(app: App) -> Any:  # noqa: ARG001
    own = App(outdir="overrides_of_no_item/own")
    role = Role(Stack(own, "dev"), "role", name="r", policy=POLICY)
    role.add_override("policy.2.effect", "deny")
    return refusal(own.synth)
