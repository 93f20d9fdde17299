"""Apps that are held to a policy."""

from __future__ import annotations

from typing import Any

import jsii

from provider_lib.constructs import App, SluiceProvider, Stack, cdk
from provider_lib.constructs.lenses import Connector, Environment
from provider_lib.policy import App as PolicyApp
from provider_lib.policy import Found, Subject, Waiver, rule
from provider_lib.policy.pack import DEFAULT
from tests.synth.registry import case, refusal

SINK = {"connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector", "topics": "orders"}
DROPPING = SINK | {"errors.tolerance": "all"}
BROKEN = SINK | {"transforms": "unwrap"}


@rule("team", severity="information", reason="Somebody must answer for it.", way_out="Begin it with a team.")
def named_after_team(subject: Subject, app: PolicyApp) -> list[Found]:  # noqa: ARG001 - as rules are called
    if subject.connector and "-" not in (subject.connector.name or "-"):
        return [Found("names no team", ("name",))]
    return []


def sink(stack: cdk.TerraformStack, name: str, config: Any, **more: Any) -> Connector:
    return Connector(stack, name, environment="e", cluster="c", name=name, config=config, **more)


@case
def policy(app: App) -> None:  # noqa: ARG001
    own = App(
        outdir="policy/own",
        policy=[
            DEFAULT,
            named_after_team,
            Waiver("dead-letter-queue", "dev/let-*", "x", "2999-01-01"),
            Waiver("heartbeat", "dev/gone", "x", "2999-01-01"),
        ],
    )
    stack = Stack(own, "dev")
    sink(stack, "orders-sink", DROPPING)
    sink(stack, "let-be", DROPPING)
    sink(stack, "orders", SINK)
    overridden = sink(stack, "over-ridden", BROKEN)
    overridden.add_override(r"config.transforms\.unwrap\.type", "${var.type}")
    sink(stack, "un-known", SINK | {"errors.tolerance": cdk.TerraformVariable(stack, "tolerance").string_value})
    own.synth()


@case
def policy_of_errors(app: App) -> Any:  # noqa: ARG001
    own = App(outdir="policy_of_errors/own")
    sink(Stack(own, "dev"), "sink", BROKEN)
    return refusal(own.synth)


@case
def policy_in_settings(app: App) -> Any:  # noqa: ARG001
    """The ``context`` of ``cdktf.json`` is the context of any app."""
    rules = ["tests.synth.policies:named_after_team"]
    plain = cdk.App(outdir="policy_in_settings/own", context={"sluice_policy": rules})
    stack = cdk.TerraformStack(plain, "dev")
    Environment(stack, "orders", name="orders", tier="staging")
    sink(stack, "sink", BROKEN)
    plain.synth()
    over = {"waive": "team", "construct": "*", "reason": "Old names.", "until": "2020-12-31"}
    refused = {"over": [*rules, over], "unknown": ["strict"]}
    return {name: _refused(name, chosen) for name, chosen in refused.items()}


def _refused(name: str, chosen: Any) -> str:
    own = App(outdir=f"policy_in_settings/{name}", context={"sluice_policy": chosen})
    sink(Stack(own, "dev"), "a-sink", SINK)
    return refusal(own.synth)


CAPTURE = {"connector.class": "io.debezium.connector.postgresql.PostgresConnector", "heartbeat.interval.ms": "10000"}
SLOT = CAPTURE | {"database.hostname": "db", "slot.name": "orders", "topic.prefix": "shop"}


def _pair(name: str, server: str, first: Any, second: Any) -> str:
    """What two stacks are refused with: one gives its environment by construct, and the other by its name."""
    own = App(outdir=f"policy_across_stacks/{name}")
    one, two = Stack(own, "one"), Stack(own, "two")
    two.add_dependency(one)
    SluiceProvider(one, "hq", lenses={"url": "https://hq.example.com"})
    SluiceProvider(two, "hq", lenses={"url": server})
    orders = Environment(one, "orders", name="orders", tier="staging")
    Connector(one, "first", environment=orders, cluster="c", name="first", config=first)
    Connector(two, "second", environment="orders", cluster="c", name="second", config=second)
    return refusal(own.synth)


@case
def policy_across_stacks(app: App) -> Any:  # noqa: ARG001
    here, there = "https://hq.example.com", "https://other.example.com"
    return {
        "one server": _pair("one_server", here, SLOT, SLOT),
        "two servers": _pair("two_servers", there, SLOT, SLOT),
        "two slots": _pair("two_slots", here, SLOT, SLOT | {"slot.name": "lines"}),
        "written in a later stack": _pair(
            "written_later",
            here,
            SINK | {"topics": "shop.public.orders,odrers"},
            SLOT | {"table.include.list": "public.orders"},
        ),
    }


@jsii.implements(cdk.IAspect)
class Renaming:
    """Changes what it meets."""

    def visit(self, node: Any) -> None:
        """Change an environment."""
        if isinstance(node, Environment):
            node.display_name = "Changed"


def _worked_out(name: str, *aspects: Any) -> list[list[Any]]:
    """What a rule works out of an app of three stacks, each time that it does."""
    found: list[list[Any]] = []

    @rule("names", severity="information", reason="Names are asked for.", way_out="Give one.")
    def asking(subject: Subject, app: PolicyApp) -> list[Found]:  # noqa: ARG001
        app.once("names", lambda: found.append([item.get("display_name") for item in app.subjects]))
        return []

    own = App(outdir=f"policy_worked_out_once/{name}", policy=[asking])
    stacks = [Stack(own, stack) for stack in ("one", "two", "three")]
    for stack in stacks:
        Environment(stack, "orders", name=stack.node.id, tier="staging")
    for aspect in aspects:
        cdk.Aspects.of(stacks[1]).add(aspect)
    own.synth()
    return found


@case
def policy_worked_out_once(app: App) -> Any:  # noqa: ARG001
    return {"as it is": _worked_out("as_it_is"), "changed": _worked_out("changed", Renaming())}
