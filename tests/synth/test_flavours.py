"""Which CDK is used, and that both do the same."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from tests.synth.conftest import FLAVOURS, Synthesized, run_python, synthesize

CHOSEN = "from provider_lib.constructs import cdk; print(cdk.__name__)"


def test_nothing_is_printed_on_a_machine_without_node(synthesized: Synthesized) -> None:
    assert synthesized.warnings == ""


def test_two_runs_write_the_same_bytes_also_without_assertions(tmp_path: Path) -> None:
    first = synthesize("cdktn", tmp_path).files()
    assert synthesize("cdktn", tmp_path, "-O").files() == first


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_flavour_that_the_app_imported_is_used(flavour: str, tmp_path: Path) -> None:
    node = "import provider_lib.constructs"  # before the CDK, so that it runs on the Node.js of Sluice
    result = run_python("-c", f"{node}; import {flavour}; {CHOSEN}", folder=tmp_path)
    assert (result.stdout, result.stderr) == (f"{flavour}\n", "")


def test_an_app_of_the_other_flavour_is_refused(tmp_path: Path) -> None:
    app = "from provider_lib.constructs import Stack; import cdktf; Stack(cdktf.App(), 'dev')"
    result = run_python("-c", app, folder=tmp_path, SLUICE_CDK="cdktn")
    assert result.stderr.splitlines()[-2:] == [
        "provider_lib.errors.SynthError: the app is a cdktf app, but Sluice's constructs were loaded for cdktn",
        "Import cdktf before provider_lib.constructs, or set SLUICE_CDK=cdktf.",
    ]


def test_an_unknown_flavour_is_refused(tmp_path: Path) -> None:
    result = run_python("-c", CHOSEN, folder=tmp_path, SLUICE_CDK="awscdk")
    assert result.stderr.splitlines()[-2:] == [
        "provider_lib.errors.SynthError: SLUICE_CDK is 'awscdk'",
        "Set it to cdktn or cdktf, or unset it.",
    ]


@pytest.mark.parametrize(("wanted", "found"), [("", "No CDK"), ("cdktf", "cdktf")])
def test_a_missing_cdk_is_named_with_the_way_to_install_it(wanted: str, found: str, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(FLAVOURS):
            (packages / path.name).symlink_to(path)
    root = Path(__file__).parents[2]
    result = run_python("-S", "-c", CHOSEN, folder=tmp_path, PYTHONPATH=f"{root}:{packages}", SLUICE_CDK=wanted)
    assert result.stderr.splitlines()[-2:] == [
        f"provider_lib.errors.SynthError: {found} is not installed",
        "Install one: `pip install cdktn` (CDK Terrain) or `pip install cdktf` (CDK for Terraform).",
    ]
