"""Stacks whose provider has a source of its own."""

from __future__ import annotations

from typing import Any

from provider_lib.constructs import App, SluiceProvider, Stack, cdk
from tests.synth.registry import case, refusal

OWN = "registry.example.com/acme/sluice"


@case
def sources(app: App) -> None:  # noqa: ARG001
    own = App(outdir="sources/own", context={"sluiceProviderSource": "registry.example.com/platform/sluice"})
    Stack(own, "chosen")
    SluiceProvider(Stack(own, "given"), "hq", source=OWN)
    plain = cdk.TerraformStack(own, "plain")
    for alias in ("eu", "us"):
        SluiceProvider(plain, alias, alias=alias, source=OWN)
    own.synth()


@case
def refused_sources(app: App) -> Any:  # noqa: ARG001
    stack = Stack(App(outdir="refused_sources/own"), "dev")
    SluiceProvider(stack, "eu", alias="eu", source=OWN)
    chosen = App(outdir="refused_sources/chosen", context={"sluiceProviderSource": "acme/sluice"})
    return {
        "given": refusal(lambda: SluiceProvider(stack, "hq", source="acme/sluice")),
        "chosen": refusal(lambda: Stack(chosen, "dev")),
        "different": refusal(stack.node.root.synth),
    }
