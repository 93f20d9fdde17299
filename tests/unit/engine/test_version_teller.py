"""The CDK asks for a version before every import, and the core is started for the first of them only."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from provider_lib.engine.version_teller import version_teller


def test_the_core_is_asked_once_for_the_version_that_every_import_wants(tmp_path: Path) -> None:
    (tmp_path / "sluice-terraform").write_text("#!/bin/sh\necho started >> log\necho Terraform v1.15.5 $1\n")
    (tmp_path / "sluice-terraform").chmod(0o755)
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    with version_teller() as terraform:
        asked = [
            subprocess.check_output(f"{terraform} version", shell=True, text=True, cwd=tmp_path, env=path)
            for _ in range(2)
        ]
    assert asked == ["Terraform v1.15.5 version\n"] * 2
    assert (tmp_path / "log").read_text() == "started\n"
