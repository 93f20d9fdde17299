"""``sluice provider`` and ``sluice doctor``."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from provider_lib import __version__
from tests.e2e.apps import BIN, BINARIES, Folder, make_app

REQUIRED = {"sluice": {"source": "sluice.internal/sluice/sluice", "version": __version__}}


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    return make_app(tmp_path, "")


def test_the_schema_is_what_the_running_provider_offers(app: Folder) -> None:
    offered = json.loads(app.sluice("provider", "schema").out)
    agent_key = offered["resource_schemas"]["sluice_lenses_environment"]["block"]["attributes"]["agent_key"]
    assert (agent_key["type"], agent_key["sensitive"], agent_key["computed"]) == ("string", True, True)


@pytest.mark.parametrize("name", BINARIES)
def test_a_plain_binary_finds_the_provider_once_it_is_installed(name: str, app: Folder) -> None:
    done = app.sluice("provider", "install", *(["--tofu"] if name == "tofu" else []))
    variable, _, value = done.out.removeprefix("export ").strip().partition("=")
    assert (done.code, variable) == (0, "TF_CLI_CONFIG_FILE")
    init(name, app, {variable: value})


@pytest.mark.parametrize("name", BINARIES)
def test_a_plain_binary_finds_the_provider_in_a_mirror(name: str, app: Folder, tmp_path: Path) -> None:
    done = app.sluice("provider", "mirror", str(tmp_path / "mirror"))
    settings = tmp_path / "mine.tfrc"
    settings.write_text(done.out)
    init(name, app, {"TF_CLI_CONFIG_FILE": str(settings)})


def init(name: str, app: Folder, environ: dict[str, str]) -> None:
    (app.path / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": REQUIRED}}))
    for command in (["init"], ["providers", "schema", "-json"]):
        subprocess.run([name, *command], cwd=app.path, env={**app.environ, **environ}, capture_output=True, check=True)


def test_a_doctor_finds_nothing_wrong_with_this_installation(app: Folder) -> None:
    done = app.sluice("doctor")
    assert (done.code, done.err) == (0, "")
    assert [line.split(": ")[0] for line in done.out.splitlines()][:4] == [
        "ok     node",
        "ok     constructs",
        "ok     engine",
        "ok     provider",
    ]
    executable = BIN / "terraform-provider-sluice"
    assert f"{__version__} of this installation ({executable}), asked for as {REQUIRED['sluice']['source']}" in done.out
    assert "-      Lenses HQ: not set in the environment: SLUICE_LENSES_URL, SLUICE_LENSES_TOKEN" in done.out


def test_a_doctor_tells_settings_that_cannot_be_read_once(app: Folder) -> None:
    (app.path / "cdktf.json").write_text("[]")
    done = app.sluice("doctor")
    assert (done.code, done.err) == (1, "")
    assert [line.split(": ")[0] for line in done.out.splitlines() if line.startswith("FAILED")] == ["FAILED provider"]


def test_a_doctor_says_what_is_wrong(app: Folder) -> None:
    done = app.sluice("doctor", "--engine", "terrafrom")
    assert done.code == 1
    assert "FAILED engine: There is no executable 'terrafrom' on PATH\n       Give --engine" in done.out
