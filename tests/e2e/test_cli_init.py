"""``sluice init`` writes an app that can be deployed, and never over what is there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

FILES = [".env.example", ".gitignore", "cdktf.json", "main.py"]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder without an app."""
    return Folder(tmp_path, make_app(tmp_path, "").environ)


def test_a_new_app_is_deployed_and_nothing_of_it_but_its_code_is_for_git(folder: Folder) -> None:
    done = folder.sluice("init", "shop")
    assert (done.code, done.err) == (0, "")
    shop = folder.path / "shop"
    assert sorted(path.name for path in shop.iterdir()) == FILES
    with Sandbox() as sandbox:
        app = Folder(shop, {**folder.environ, **sandbox.environment(), "ORDERS_DB_PASSWORD": "s3cret"})
        deployed = app.sluice("deploy", "--auto-approve")
        assert deployed.code == 0, deployed.err
        assert app.sluice("diff", "--detailed-exitcode").code == 0
    for name in (
        ".env",
        "saved.tfplan",
        ".terraform.quickstart.tfstate.lock.info",
        "terraform.quickstart.tfstate.backup",
    ):
        (shop / name).touch()
    subprocess.run(["git", "init", "-q"], cwd=shop, check=True)
    listed = subprocess.run(["git", "add", "-A", "-n"], cwd=shop, check=True, capture_output=True, text=True).stdout
    assert sorted(line.removeprefix("add '").removesuffix("'") for line in listed.splitlines()) == FILES


def test_every_app_has_an_id_of_its_own(folder: Folder) -> None:
    for name in ("one", "two"):
        folder.sluice("init", name)
    one, two = (json.loads((folder.path / name / "cdktf.json").read_text()) for name in ("one", "two"))
    assert one.pop("projectId") != two.pop("projectId")
    assert one == two


def test_nothing_is_overwritten(folder: Folder) -> None:
    (folder.path / ".gitignore").write_text("mine")
    done = folder.sluice("init")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"Error: {folder.path} has files of its own: .gitignore\n"
        "Nothing was written. Name a new folder: sluice init DIR.\n"
    )
    assert (folder.path / ".gitignore").read_text() == "mine"
    assert not (folder.path / "main.py").exists()


def test_a_folder_that_cannot_be_made_is_an_error(folder: Folder) -> None:
    (folder.path / "file").touch()
    done = folder.sluice("init", "file/shop")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"Error: Cannot write to {folder.path}/file/shop: Not a directory",
    )
