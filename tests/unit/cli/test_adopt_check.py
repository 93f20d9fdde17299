"""``sluice adopt --check`` compares with an app, so it takes no folder that is not there for an app without stacks."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from provider_lib.cli.main import application
from provider_lib.errors import SluiceError


def test_a_folder_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "prdo"
    done = CliRunner().invoke(application(["adopt"]), ["adopt", "lenses", "--check", "--app-dir", str(folder)])
    assert isinstance(done.exception, SluiceError)
    assert str(folder) in str(done.exception)
    assert not folder.exists()
