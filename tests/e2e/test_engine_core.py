"""``sluice-terraform`` is the complete command line of Terraform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib import __version__
from tests.e2e.apps import Folder, interrupt, make_app, wait_for

THING = 'resource "terraform_data" "thing" {\n  input = "x"\n}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return make_app(tmp_path, "")


def terraform(folder: Folder, *arguments: str, stdin: str = "") -> tuple[int, str]:
    done = folder.run("sluice-terraform", *arguments, stdin=stdin)
    return done.code, done.out + done.err


def test_it_reports_the_version_of_the_embedded_core(folder: Folder) -> None:
    done = folder.run("sluice-terraform", "version", "-json")
    assert json.loads(done.out)["terraform_version"].startswith("1.15.")
    assert (done.code, done.err) == (0, "")


def test_output_errors_and_exit_codes_are_kept_apart(folder: Folder) -> None:
    (folder.path / "main.tf").write_text(THING.replace("input", "inptu"))
    done = folder.run("sluice-terraform", "validate", "-no-color")
    assert (done.code, done.out) == (1, "")
    assert "Unsupported argument" in done.err
    (folder.path / "main.tf").write_text(THING)
    assert terraform(folder, "plan", "-detailed-exitcode")[0] == 2


def test_approval_is_read_from_standard_input(folder: Folder) -> None:
    (folder.path / "main.tf").write_text(THING)
    code, said = terraform(folder, "apply", "-no-color", stdin="no\n")
    assert (code, "Apply cancelled." in said) == (1, True)
    code, said = terraform(folder, "apply", "-no-color", stdin="yes\n")
    assert (code, "Resources: 1 added" in said) == (0, True)
    assert terraform(folder, "state", "list") == (0, "terraform_data.thing\n")


def test_chdir_and_the_environment_reach_terraform(folder: Folder) -> None:
    (folder.path / "sub").mkdir()
    (folder.path / "sub" / "main.tf").write_text('variable "v" {}\noutput "o" {\n  value = var.v\n}\n')
    app = Folder(folder.path, {**folder.environ, "TF_VAR_v": "from outside"})
    assert app.run("sluice-terraform", "-chdir=sub", "apply", "-auto-approve").code == 0
    assert json.loads(app.run("sluice-terraform", "-chdir=sub", "output", "-json").out)["o"]["value"] == "from outside"


def test_an_unknown_command_is_told_by_terraform(folder: Folder) -> None:
    code, said = terraform(folder, "aply")
    assert code == 1
    assert 'Terraform has no command named "aply". Did you mean "apply"?' in said


def test_a_settings_file_that_is_missing_is_no_reason_to_complain(folder: Folder, tmp_path: Path) -> None:
    app = Folder(folder.path, {**folder.environ, "TF_CLI_CONFIG_FILE": str(tmp_path / "missing")})
    assert app.run("sluice-terraform", "version").err == ""


def test_the_users_own_settings_still_hold(folder: Folder, tmp_path: Path) -> None:
    (folder.path / "main.tf").write_text(THING)
    settings = tmp_path / "mine.tfrc"
    settings.write_text('plugin_cache_dir = "/no/such/folder"\n')
    app = Folder(folder.path, {**folder.environ, "TF_CLI_CONFIG_FILE": str(settings)})
    assert "/no/such/folder" in app.run("sluice-terraform", "init").err
    assert settings.read_text() == 'plugin_cache_dir = "/no/such/folder"\n'


def test_init_and_lock_find_the_provider_without_any_settings(folder: Folder) -> None:
    required = {"sluice": {"source": "sluice.internal/sluice/sluice", "version": __version__}}
    (folder.path / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": required}}))
    assert terraform(folder, "init")[0] == 0
    locked = (folder.path / ".terraform.lock.hcl").read_text()
    code, said = terraform(folder, "providers", "lock", "-platform=linux_amd64", "-platform=darwin_arm64")
    assert (code, "Success!" in said) == (0, True)
    # One launcher serves all platforms, so there is one checksum for them all.
    assert (folder.path / ".terraform.lock.hcl").read_text() == locked
    assert locked.count("h1:") == 1


def test_ctrl_c_stops_it_gracefully_and_keeps_what_was_made(folder: Folder) -> None:
    started = folder.path / "started"
    (folder.path / "main.tf").write_text(
        f"""\
resource "terraform_data" "slow" {{
  provisioner "local-exec" {{
    command = "trap '' INT TERM; touch {started}; sleep 0.5"
  }}
}}
resource "terraform_data" "next" {{
  input = terraform_data.slow.id
}}
"""
    )
    process = folder.start("sluice-terraform", "apply", "-auto-approve", "-no-color")
    wait_for(started)
    interrupt(process)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Gracefully shutting down..." in said
    assert terraform(folder, "state", "list") == (0, "terraform_data.slow\n")
