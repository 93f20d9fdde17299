"""Runs the cases once per CDK flavour, on the Node.js and the Terraform that come with Sluice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FLAVOURS = ("cdktf", "cdktn")


@dataclass(frozen=True)
class Synthesized:
    """What one flavour made of the cases."""

    folder: Path
    notes: Mapping[str, Any]
    warnings: str

    def stack(self, case: str, name: str) -> dict[str, Any]:
        """A synthesized stack, without the CDK's own remarks and what depends on the machine."""
        written: dict[str, Any] = without_remarks(json.loads(self.path(case, name).read_text()))
        assert written["terraform"].pop("required_providers") == {
            "sluice": {"source": "sluice.internal/sluice/sluice", "version": "0.1.0"}
        }
        del written["terraform"]
        return written

    def path(self, case: str, name: str) -> Path:
        return self.folder / case / "stacks" / name / "cdk.tf.json"

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


def without_remarks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_remarks(item) for key, item in value.items() if key != "//"}
    return [without_remarks(item) for item in value] if isinstance(value, list) else value


def run_python(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python where nothing but this environment is installed: no Node.js, no Terraform."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={
            "HOME": str(Path.home()),
            "PATH": str(Path(sys.executable).parent),
            "PYTHONPATH": str(ROOT),
            "TERRAFORM_BINARY_NAME": "sluice-terraform",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def synthesize(flavour: str, folder: Path, *options: str) -> Synthesized:
    result = run_python(*options, "-m", "tests.synth.cases", folder=folder, SLUICE_CDK=flavour)
    assert result.returncode == 0, result.stderr
    printed = json.loads(result.stdout)
    assert printed["flavour"] == flavour
    return Synthesized(folder, printed["notes"], result.stderr)


@pytest.fixture(scope="session", params=FLAVOURS)
def synthesized(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """All cases of ``cases.py``, synthesized by one flavour of the CDK."""
    return synthesize(request.param, tmp_path_factory.mktemp(request.param))
