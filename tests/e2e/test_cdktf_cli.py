"""The real cdktf and cdktn command lines run on ``sluice-terraform``, in turns with sluice on one app."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import BIN, Folder
from tests.e2e.cdk_clis import PACKAGES, executable, node_folder
from tests.e2e.stacks import copy_of_stacks

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Cdk:
    """A CDK command line, and the stacks to run it on."""

    executable: Path
    app: Folder

    def __call__(self, *arguments: str) -> str:
        """Run a command, which must succeed; what it said is one line, without colours."""
        done = subprocess.run(
            [self.executable, *arguments],
            cwd=self.app.path,
            env=dict(self.app.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return " ".join(_COLOURS.sub("", done.stdout + done.stderr).split())


@pytest.fixture(params=sorted(PACKAGES))
def cdk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cdk]:
    name: str = request.param
    found = executable(name)
    if not found.exists():
        pytest.skip(f"{name} is not in {found.parents[2]}: `make cdk-clis` installs it")
    with Sandbox() as sandbox:
        app = copy_of_stacks(tmp_path, sandbox.environment())
        variables = {
            "PATH": f"{node_folder()}:{BIN}:{app.environ['PATH']}",
            "SLUICE_CDK": name,
            "TERRAFORM_BINARY_NAME": "sluice-terraform",
            "CI": "1",
            "CHECKPOINT_DISABLE": "1",
            "DISABLE_VERSION_CHECK": "1",
        }
        yield Cdk(found, Folder(app.path, {**app.environ, **variables}))


def test_a_stack_is_deployed_planned_and_destroyed_in_turns_with_sluice(cdk: Cdk) -> None:
    # Without --skip-provider-lock: sluice-terraform locks the provider from its mirror.
    assert "Apply complete! Resources: 12 added, 0 changed, 0 destroyed." in cdk("deploy", "dev", "--auto-approve")
    assert cdk.app.sluice("diff", "dev").err.endswith("dev: no changes\n")
    assert "No changes. Your infrastructure matches the configuration." in cdk("diff", "dev")
    assert cdk.app.sluice("state", "connectors", "dev").out.count("RUNNING") == 8
    assert "Destroy complete! Resources: 12 destroyed." in cdk("destroy", "dev", "--auto-approve")
    assert cdk.app.sluice("state", "resources", "dev").out == ""
