"""What is sealed in a state is opened for one run, and what is not is given as it is."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sealing import IDENTITY_VARIABLE, new_identity, seal
from provider_lib.systems import CATALOGUE
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import refusal

ANN, TO_ANN = new_identity()
BEN, _ = new_identity()
AGENT_KEY = "sluice_lenses_agent_key"


def test_a_sealed_key_is_opened_with_the_identity_of_the_environment(make_core: MakeCore) -> None:
    sealed = seal("agent_key_1", [TO_ANN])
    opened = make_core(CATALOGUE, {IDENTITY_VARIABLE: ANN}).open(AGENT_KEY, sealed=sealed)
    assert opened == {"sealed": sealed, "key": "agent_key_1"}


def test_a_key_in_clear_needs_no_identity(make_core: MakeCore) -> None:
    opened = make_core(CATALOGUE, {}).open(AGENT_KEY, sealed="agent_key_1")
    assert opened == {"sealed": "agent_key_1", "key": "agent_key_1"}


@pytest.mark.parametrize(
    ("environment", "why"),
    [({}, "is not set"), ({IDENTITY_VARIABLE: BEN}, "holds no identity of one of them")],
    ids=["nobody", "somebody else"],
)
def test_what_cannot_be_opened_is_told_with_what_is_missing(
    make_core: MakeCore, environment: dict[str, str], why: str
) -> None:
    core = make_core(CATALOGUE, environment)
    assert refusal(core.open, AGENT_KEY, sealed=seal("agent_key_1", [TO_ANN])) == Diagnostic(
        "error",
        "nothing here opens `sealed`",
        f"It is sealed to recipients, and SLUICE_AGE_IDENTITY {why}, in the environment in which Terraform runs. Give "
        "it an identity, or the name of a file with one, for a plan too.",
        ("sealed",),
    )
