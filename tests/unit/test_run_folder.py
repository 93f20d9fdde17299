"""The folders of runs: nobody else's while they last, and gone afterwards, at the latest with the next run."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from provider_lib.run_folder import PREFIX, make_run_folder, remove_left_behind, run_folder

KILLED = """
import os
from provider_lib.run_folder import make_run_folder
(make_run_folder() / "plan").touch()
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def age(folder: Path) -> None:
    """Let a folder be an hour old."""
    before = folder.stat().st_mtime - 3600
    os.utime(folder, (before, before))


def test_a_folder_is_for_its_user_only_and_gone_when_it_is_left(temporary: Path) -> None:
    with run_folder() as folder:
        (folder / "plan").touch()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.parent == temporary
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next(temporary: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED], env={**os.environ, "TMPDIR": str(temporary)}, check=False)
    [left] = temporary.iterdir()
    remove_left_behind()
    assert left.exists()  # it may have been made this very moment
    age(left)
    remove_left_behind()
    assert not left.exists()


def test_what_a_run_still_holds_is_left_to_it() -> None:
    held = make_run_folder()
    with run_folder() as folder:
        for path in (held, folder):
            age(path)
        remove_left_behind()
        assert (held.exists(), folder.exists()) == (True, True)


def test_what_somebody_else_put_there_stays(temporary: Path) -> None:
    other = temporary / "else"
    other.mkdir()
    link = temporary / f"{PREFIX}link"
    link.symlink_to(other)
    unrelated = temporary / "sluice-sandbox"
    unrelated.mkdir()
    for path in (other, unrelated):
        age(path)
    os.utime(link, (0, 0), follow_symlinks=False)
    remove_left_behind()
    assert (other.exists(), unrelated.exists()) == (True, True)
