"""Values of Terraform variables go by the environment, and secrets never by an argument."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.app import Stack
from provider_lib.engine.variables import as_environment, check_variables
from provider_lib.errors import ConfigError


@pytest.fixture
def stacks(tmp_path: Path) -> list[Stack]:
    """Two stacks: one has a size and a password, the other a colour."""
    declared = {"dev": {"size": {}, "password": {"sensitive": True}}, "prod": {"colour": {"default": "red"}}}
    for name, variables in declared.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "cdk.tf.json").write_text(json.dumps({"variable": variables}))
    return [Stack(name, tmp_path / name) for name in declared]


def test_values_are_handed_on_in_the_environment() -> None:
    assert as_environment(["size=a=b", "colour="]) == {"TF_VAR_size": "a=b", "TF_VAR_colour": ""}


def test_values_that_a_stack_declares_are_fine(stacks: list[Stack]) -> None:
    check_variables(["size=1", "colour=blue"], stacks)
    check_variables([], [Stack("gone", Path("/nowhere"))])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("size", "--var 'size' has no value\nGive it as NAME=VALUE."),
        ("szie=1", "No Terraform variable is called 'szie'\nDid you mean size?"),
        ("x=1", "No Terraform variable is called 'x'\nThere are: colour, password, size."),
        (
            "password=hunter2",
            "password is sensitive, and whoever has an account on this machine sees what --var is given\n"
            "Set TF_VAR_password, or give it in a file with --var-file.",
        ),
    ],
)
def test_others_and_secrets_are_refused_without_their_value(stacks: list[Stack], given: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        check_variables([given], stacks)
    assert str(raised.value) == told
