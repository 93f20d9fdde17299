"""A sealed key is shown to who has an identity of a recipient; everybody else learns who they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.cli.sealed import opened, refuse_sealed, shown
from provider_lib.errors import ConfigError, StateError
from provider_lib.sealing import new_identity, seal
from provider_lib.spec.secret import Secret
from provider_lib.state import AgentKey

ANN, TO_ANN = new_identity()
SEALED = AgentKey(
    stack="dev",
    address="x.orders",
    system="x",
    environment="orders",
    key=Secret(seal("agent_key_1", [TO_ANN])),
    recipients=(TO_ANN,),
)
CLEAR = AgentKey(stack="dev", address="x.late", system="x", environment="late", key=Secret("agent_key_2"))


def lines(keys: list[AgentKey]) -> list[str]:
    return [shown(key, Secret.reveal) for key in keys]


def test_without_an_identity_it_is_said_to_whom_a_key_is_sealed() -> None:
    assert lines(opened([SEALED, CLEAR], None, {})) == [f"sealed to {TO_ANN}", "agent_key_2"]
    assert shown(SEALED, str) == f"sealed to {TO_ANN}"


def test_an_identity_in_a_file_or_in_the_environment_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "identity.txt"
    file.write_text(ANN)
    assert lines(opened([SEALED, CLEAR], str(file), {})) == ["agent_key_1", "agent_key_2"]
    assert lines(opened([SEALED, CLEAR], None, {"SLUICE_AGE_IDENTITY": ANN})) == ["agent_key_1", "agent_key_2"]


def test_the_identity_of_somebody_else_opens_nothing() -> None:
    other, _ = new_identity()
    assert lines(opened([SEALED], None, {"SLUICE_AGE_IDENTITY": other})) == [f"sealed to {TO_ANN}"]


def test_no_form_is_made_of_a_key_that_nothing_opens() -> None:
    refuse_sealed([CLEAR])
    with pytest.raises(StateError) as refused:
        refuse_sealed([CLEAR, SEALED])
    assert refused.value.summary == f"The agent key of orders is sealed to {TO_ANN}, and nothing here opens it"
    assert refused.value.detail == (
        "Give --identity FILE, or set SLUICE_AGE_IDENTITY, with an age identity of one of them."
    )


@pytest.mark.parametrize("content", ["", "# nothing\n", "AGE-SECRET-KEY-1BROKEN"])
def test_a_file_without_an_identity_is_told_and_not_quoted(tmp_path: Path, content: str) -> None:
    file = tmp_path / "identity.txt"
    file.write_text(content)
    with pytest.raises(ConfigError, match=r"--identity") as refused:
        opened([SEALED], str(file), {})
    assert "BROKEN" not in f"{refused.value.summary}{refused.value.detail}"
