"""Where the state of a stack is, when it is a file on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.local_state import LocalState, state_file


def write_stack(folder: Path, **settings: object) -> None:
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": settings}))


def test_the_file_is_where_the_backend_says(tmp_path: Path) -> None:
    path = tmp_path / "terraform.dev.tfstate"
    write_stack(tmp_path, backend={"local": {"path": str(path)}})
    assert state_file(tmp_path, {}) == path


def test_without_a_backend_it_is_beside_the_stack(tmp_path: Path) -> None:
    write_stack(tmp_path)
    assert state_file(tmp_path, {}) == tmp_path / "terraform.tfstate"


@pytest.mark.parametrize("settings", [{"backend": {"http": {"address": "http://127.0.0.1/state"}}}, {"cloud": {}}])
def test_another_backend_has_no_file(tmp_path: Path, settings: dict[str, object]) -> None:
    write_stack(tmp_path, **settings)
    assert LocalState.of(tmp_path, {}) is None


def test_a_folder_without_a_stack_has_none(tmp_path: Path) -> None:
    assert state_file(tmp_path, {}) is None


def test_a_workspace_has_a_file_of_its_own(tmp_path: Path) -> None:
    write_stack(tmp_path, backend={"local": {"path": str(tmp_path / "dev.tfstate"), "workspace_dir": "spaces"}})
    assert state_file(tmp_path, {"TF_WORKSPACE": "blue"}) == tmp_path / "spaces/blue/terraform.tfstate"
    (tmp_path / ".terraform").mkdir()
    (tmp_path / ".terraform/environment").write_text("green")
    assert state_file(tmp_path, {}) == tmp_path / "spaces/green/terraform.tfstate"


def test_two_files_have_two_histories(tmp_path: Path) -> None:
    folders = []
    for name in ("a", "b"):
        write_stack(tmp_path, backend={"local": {"path": str(tmp_path / name)}})
        local = LocalState.of(tmp_path, {"SLUICE_HOME": str(tmp_path / "home")})
        assert local is not None
        folders.append(local.history.folder)
    assert folders[0] != folders[1]
    assert {folder.parent for folder in folders} == {tmp_path / "home/states"}
