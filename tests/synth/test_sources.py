"""The source of the provider: given to the construct, or chosen for the whole app."""

from __future__ import annotations

import json

from tests.synth.conftest import Synthesized
from tests.synth.sources import OWN

ADVICE = "Write HOST/NAMESPACE/sluice, such as registry.example.com/acme/sluice; without it, it is "
DEFAULT = "sluice.internal/sluice/sluice"


def required(synthesized: Synthesized, stack: str) -> object:
    return json.loads(synthesized.path("sources/own", stack).read_text())["terraform"]["required_providers"]


def test_every_stack_asks_for_the_provider_where_it_was_said(synthesized: Synthesized) -> None:
    assert [required(synthesized, stack) for stack in ("chosen", "given", "plain")] == [
        {"sluice": {"source": "registry.example.com/platform/sluice", "version": "0.1.0"}},
        {"sluice": {"source": OWN, "version": "0.1.0"}},
        {"sluice": {"source": OWN, "version": "0.1.0"}},
    ]


def test_what_is_no_source_is_refused_with_where_it_stands(synthesized: Synthesized) -> None:
    refused = synthesized.notes["refused_sources"]
    assert refused["given"] == f"`source` of dev/hq is no address of the provider: 'acme/sluice'\n{ADVICE}{DEFAULT}."
    assert refused["chosen"] == (
        '"sluiceProviderSource" in the context of cdktf.json is no address of the provider: '
        f"'acme/sluice'\n{ADVICE}{DEFAULT}."
    )


def test_the_providers_of_one_stack_have_one_source(synthesized: Synthesized) -> None:
    assert synthesized.notes["refused_sources"]["different"] == (
        f"[dev] The providers of the stack have different sources\ndev/sluice: {DEFAULT}\ndev/eu: {OWN}\n"
        "Give each the same `source`, or choose one for the whole app: SLUICE_PROVIDER_SOURCE, or "
        '"sluiceProviderSource" in the context of cdktf.json.'
    )
