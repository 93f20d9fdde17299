"""The provider is laid out for Terraform without touching the user's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from provider_lib import __version__
from provider_lib.engine.install import Installation, write_mirror

PLATFORMS = ["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64", "windows_amd64"]


def executable(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho {says} "$@"\n')
    path.chmod(0o755)
    return path


def launcher(mirror: Path, platform: str = "linux_amd64") -> Path:
    folder = mirror / "sluice.internal" / "sluice" / "sluice" / __version__ / platform
    return folder / f"terraform-provider-sluice_v{__version__}"


def test_the_mirror_holds_one_and_the_same_launcher_for_every_platform(tmp_path: Path) -> None:
    write_mirror(tmp_path / "a", Path("/one/venv/provider"))
    write_mirror(tmp_path / "b", Path("/other/venv/provider"))
    texts = {launcher(tmp_path / mirror, platform).read_text() for mirror in "ab" for platform in PLATFORMS}
    assert len(texts) == 1
    assert sorted(path.name for path in launcher(tmp_path / "a").parents[1].iterdir()) == PLATFORMS
    assert [path.name for path in launcher(tmp_path / "a").parent.iterdir()] == [launcher(tmp_path / "a").name]


@pytest.mark.parametrize(
    ("variable", "linked", "on_path", "expected"),
    [
        (True, True, True, "variable"),
        (False, True, True, "linked"),
        (False, False, True, "on-path"),
    ],
)
def test_the_launcher_prefers_the_running_commands_provider(
    tmp_path: Path, variable: bool, linked: bool, on_path: bool, expected: str
) -> None:
    mirror = tmp_path / "mirror"
    write_mirror(mirror, tmp_path / "venv" / "terraform-provider-sluice")
    environ = {"PATH": os.defpath}
    if variable:
        environ["SLUICE_PROVIDER_EXECUTABLE"] = str(executable(tmp_path / "given", "variable"))
    if linked:
        executable(tmp_path / "venv" / "terraform-provider-sluice", "linked")
    if on_path:
        executable(tmp_path / "bin" / "terraform-provider-sluice", "on-path")
        environ["PATH"] = f"{tmp_path / 'bin'}:{os.defpath}"
    # Terraform starts it through a symbolic link to its folder.
    link = tmp_path / "link"
    link.symlink_to(launcher(mirror).parent)
    done = subprocess.run(
        [link / launcher(mirror).name, "an argument"], env=environ, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == (f"{expected} an argument\n", "")


def test_a_launcher_without_any_provider_says_what_to_install(tmp_path: Path) -> None:
    write_mirror(tmp_path, tmp_path / "gone")
    done = subprocess.run([launcher(tmp_path)], env={"PATH": os.defpath}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "terraform-provider-sluice is not installed: "
        "install Sluice from its checkout or wheel, then run 'sluice provider install'\n"
    )


def test_the_environment_names_the_merged_settings_and_the_provider(tmp_path: Path) -> None:
    (tmp_path / ".terraformrc").write_text('plugin_cache_dir = "/cache"\n')
    environ = {"HOME": str(tmp_path), "PATH": "/bin"}
    environment = Installation.of_user(environ).environment(environ)
    config = Path(environment["TF_CLI_CONFIG_FILE"])
    assert {name: value for name, value in environment.items() if name != "TF_CLI_CONFIG_FILE"} == {
        **environ,
        "SLUICE_PROVIDER_EXECUTABLE": str(Path(sys.executable).with_name("terraform-provider-sluice")),
    }
    assert config.parent == tmp_path / ".local" / "share" / "sluice" / "cli"
    assert config.stat().st_mode & 0o777 == 0o600
    assert 'plugin_cache_dir = "/cache"\n' in config.read_text()
    assert (tmp_path / ".terraformrc").read_text() == 'plugin_cache_dir = "/cache"\n'


def test_an_environment_that_is_set_up_stays_as_it_is(tmp_path: Path) -> None:
    installation = Installation.of_user({"SLUICE_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)})
    once = installation.environment({"HOME": str(tmp_path)})
    assert installation.environment(once) == once


def test_an_address_that_a_stack_asks_for_is_laid_out_and_joins_the_settings(tmp_path: Path) -> None:
    own = "registry.example.com/acme/sluice"
    installation = Installation.of_user({"SLUICE_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)})
    first = installation.environment({"HOME": str(tmp_path)})
    then = installation.environment(first, sources=[own])
    assert own not in Path(first["TF_CLI_CONFIG_FILE"]).read_text()
    assert f'"sluice.internal/sluice/sluice", "{own}"' in Path(then["TF_CLI_CONFIG_FILE"]).read_text()
    assert installation.environment(then, sources=[own]) == then
    assert (installation.mirror / own / __version__ / "linux_amd64" / launcher(tmp_path).name).is_file()


def test_settings_from_different_places_do_not_meet(tmp_path: Path) -> None:
    installation = Installation.of_user({"SLUICE_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)})
    named = tmp_path / "ci.tfrc"
    named.write_text("disable_checkpoint = true\n")
    configs = [
        installation.environment(environ)["TF_CLI_CONFIG_FILE"]
        for environ in ({"HOME": str(tmp_path)}, {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": str(named)})
    ]
    assert [("disable_checkpoint" in Path(config).read_text()) for config in configs] == [False, True]


@pytest.mark.parametrize(
    ("environ", "home"),
    [
        ({"SLUICE_HOME": "/s", "XDG_DATA_HOME": "/x", "HOME": "/h"}, "/s"),
        ({"XDG_DATA_HOME": "/x", "HOME": "/h"}, "/x/sluice"),
        ({"HOME": "/h"}, "/h/.local/share/sluice"),
    ],
)
def test_the_data_folder_is_where_the_user_wants_it(environ: dict[str, str], home: str) -> None:
    assert Installation.of_user(environ).home == Path(home)
