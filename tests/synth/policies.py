"""Apps that are held to a policy."""

from __future__ import annotations

from typing import Any

from provider_lib.constructs import App, Stack, cdk
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
        policy=[DEFAULT, named_after_team, Waiver("dead-letter-queue", "dev/let-*", "x", "2999-01-01")],
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
