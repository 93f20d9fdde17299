"""The real cdktf command line runs on ``sluice-terraform``, in turns with sluice on one app."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from provider_lib import __version__
from tests.e2e.apps import BIN, Folder, make_app

pytestmark = pytest.mark.skipif(shutil.which("cdktf") is None, reason="there is no cdktf on PATH (npm i -g cdktf-cli)")

REQUIRES_OURS = (
    'stack("dev").add_override("terraform.required_providers.sluice", '
    f'{{"source": "sluice.internal/sluice/sluice", "version": "{__version__}"}})'
)


def cdktf(app: Folder, *arguments: str) -> str:
    """Run cdktf; its exit code must be 0."""
    environ = {
        **app.environ,
        "PATH": f"{BIN}:{app.environ['PATH']}",
        "TERRAFORM_BINARY_NAME": "sluice-terraform",
        "CI": "1",
        "CHECKPOINT_DISABLE": "1",
        "DISABLE_VERSION_CHECK": "1",
    }
    done = subprocess.run(
        ["cdktf", *arguments], cwd=app.path, env=environ, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_cdktf_and_sluice_deploy_and_destroy_the_same_stack_in_turns(tmp_path: Path) -> None:
    app = make_app(tmp_path, REQUIRES_OURS)
    # Without --skip-provider-lock: sluice-terraform locks the provider from its mirror.
    assert "1 added, 0 changed, 0 destroyed" in cdktf(app, "deploy", "dev", "--auto-approve")
    assert app.sluice("diff").err.endswith("dev: no changes\n")
    assert app.sluice("destroy", "--auto-approve").code == 0
    assert app.sluice("deploy", "--auto-approve").code == 0
    assert "no changes are needed" in cdktf(app, "diff", "dev")
    cdktf(app, "destroy", "dev", "--auto-approve")
    assert app.sluice("state", "resources").out == ""
