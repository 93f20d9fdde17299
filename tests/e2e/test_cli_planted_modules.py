"""A folder that nobody trusts: no Python in it runs by any command but that of the app itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from tests.e2e.apps import Folder, make_app

NAMES = {*sys.stdlib_module_names, *packages_distributions(), "sitecustomize", "usercustomize"}

PROGRAM = """\
import os
from provider_lib.constructs import App, Stack
from provider_lib.constructs.lenses import Environment

app = App()
Environment(Stack(app, "dev"), "orders", name="orders", tier="development")
app.synth()
"""


class Planted:
    """Folders in which every module that Python could look for tells that it was imported."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def in_folder(self, folder: Path) -> None:
        """Plant a module of every name."""
        folder.mkdir(exist_ok=True)
        for name in NAMES:
            told = f"open({str(self._marker)!r}, 'a').write('{name} ')\n"
            (folder / f"{name}.py").write_text(told)

    @property
    def ran(self) -> str:
        """The modules that were imported."""
        return self._marker.read_text() if self._marker.exists() else ""


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    planted = Planted(tmp_path / "ran")
    planted.in_folder(tmp_path / "checkout")
    return planted


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Folder]:
    """An app, its user's environment pointing at a sandbox."""
    made = make_app(tmp_path, "")
    (made.path / "main.py").write_text(PROGRAM)
    with Sandbox() as sandbox:
        yield Folder(made.path, {**made.environ, **sandbox.environment()})


@pytest.mark.parametrize(
    "command",
    [
        ("sluice-terraform", "version"),
        ("sluice", "--version"),
        ("sluice", "doctor"),
        ("sluice", "provider", "schema"),
        ("sluice", "sandbox", "start"),
    ],
    ids=" ".join,
)
def test_a_command_imports_nothing_from_the_folder_it_is_used_in(
    app: Folder, planted: Planted, tmp_path: Path, command: tuple[str, ...]
) -> None:
    checkout = Folder(tmp_path / "checkout", app.environ)
    done = checkout.run(*command)
    stopped = checkout.sluice("sandbox", "stop")
    assert (done.code, planted.ran) == (0, ""), done.err
    assert stopped.code == 0


def test_a_deploy_runs_the_app_and_imports_nothing_else_from_where_it_works(
    app: Folder, planted: Planted, tmp_path: Path
) -> None:
    assert app.sluice("synth").code == 0
    planted.in_folder(app.path / "cdktf.out" / "stacks" / "dev")
    done = Folder(tmp_path / "checkout", app.environ).sluice(
        "deploy", "-C", str(app.path), "--skip-synth", "--auto-approve"
    )
    assert "dev: 1 added, 0 changed, 0 destroyed" in done.err
    assert planted.ran == ""
