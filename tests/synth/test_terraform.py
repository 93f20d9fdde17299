"""Terraform and the provider accept what the constructs write."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from provider_lib.systems import CATALOGUE
from tests.core import attached
from tests.synth.conftest import Synthesized


@pytest.mark.parametrize(
    ("case", "name"), [("whole_stack", "dev"), ("settings", "prod"), ("shared_secrets", "dev"), ("tokens", "dev")]
)
def test_terraform_finds_a_synthesized_stack_valid(
    synthesized: Synthesized, case: str, name: str, tmp_path: Path
) -> None:
    shutil.copy(synthesized.path(case, name), tmp_path)
    with attached(tmp_path, CATALOGUE, {}) as workspace:
        workspace.run("init", "-no-color")
        found = json.loads(workspace.run("validate", "-json").text)
    assert [found["valid"], found["diagnostics"]] == [True, []]
