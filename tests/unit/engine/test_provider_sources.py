"""Under which addresses a folder, and a state, ask for our provider."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.provider_sources import left_behind, sources_in, sources_in_state
from provider_lib.errors import StateError

DEFAULT = "sluice.internal/sluice/sluice"
OWN = "registry.example.com/acme/sluice"


def ask(folder: Path, source: str) -> None:
    required = {"sluice": {"source": source}, "random": {"source": "hashicorp/random"}}
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"required_providers": required}}))


def test_the_code_comes_before_the_lock(tmp_path: Path) -> None:
    ask(tmp_path, OWN)
    (tmp_path / ".terraform.lock.hcl").write_text(f'provider "{DEFAULT}" {{\n}}\n')
    assert sources_in(tmp_path) == [OWN, DEFAULT]


def test_plain_configurations_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "main.tofu").write_text(f'terraform {{ required_providers {{ sluice = {{ source = "{OWN}" }} }} }}')
    assert sources_in(tmp_path) == [OWN]


def test_a_folder_without_anything_asks_for_nothing(tmp_path: Path) -> None:
    assert sources_in(tmp_path) == []


def test_a_state_tells_how_much_is_under_which_address() -> None:
    providers = [f'provider["{OWN}"]', f'module.m.provider["{OWN}"].eu', 'provider["terraform.io/builtin/terraform"]']
    assert sources_in_state(json.dumps({"resources": [{"provider": item} for item in providers]})) == {OWN: 2}
    assert sources_in_state("") == {}


@pytest.mark.parametrize(
    "state", ["<html>", "[]", '{"resources": [{}]}', '{"resources": 7}', '{"resources": [{"provider": 7}]}']
)
def test_a_state_that_cannot_be_read_is_told(state: str) -> None:
    with pytest.raises(StateError, match="The state cannot be read"):
        sources_in_state(state)


def test_an_address_that_only_the_state_has_is_told_with_the_way_to_move_it(tmp_path: Path) -> None:
    ask(tmp_path, DEFAULT)
    assert left_behind(tmp_path, f"Could not retrieve the list of available versions for provider {OWN}: ...") == (
        f"The code asks for {DEFAULT}; it is the state that still has {OWN}. "
        f"To move it there: sluice provider move-address {tmp_path.name}"
    )
    assert left_behind(tmp_path, f"Could not retrieve the list of available versions for provider {DEFAULT}: ...") == ""
