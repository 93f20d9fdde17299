"""A state file that a killed run left empty, or that was replaced."""

from __future__ import annotations

import fcntl
import json
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from tests.e2e.apps import Folder, make_app


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    """An app that was deployed twice."""
    made = make_app(tmp_path, 'stack("dev", input="one")')
    assert made.sluice("deploy", "--auto-approve").code == 0
    made.write('stack("dev", input="two")')
    assert made.sluice("deploy", "--auto-approve").code == 0
    return made


def state(app: Folder) -> Path:
    return app.path / "terraform.dev.tfstate"


def serial(path: Path) -> int:
    found: int = json.loads(path.read_text())["serial"]
    return found


def kept(app: Folder) -> list[Path]:
    return sorted((app.path.parent / "home/.local/share/sluice/states").glob("*/*.tfstate"))


@pytest.mark.parametrize("length", [0, 100], ids=["empty", "cut"])
def test_what_a_killed_run_left_of_a_state_is_replaced_by_the_newest_good_one(app: Folder, length: int) -> None:
    before = state(app).read_bytes()
    os.truncate(state(app), length)
    done = app.sluice("deploy", "--auto-approve")
    assert (done.code, state(app).read_bytes()) == (0, before)
    how = "cut" if length else "empty"
    assert f"The state in {state(app)} was {how}, as a run leaves it that is killed while it writes: " in done.err
    assert f"restored the newest good one (serial {serial(state(app))}, 1 resources)." in done.err
    assert done.err.endswith("dev: no changes\n")
    left = [path.read_bytes() for path in kept(app)[0].parent.glob("damaged-*")]
    assert left == ([before[:length]] if length else [])


def test_a_listing_restores_it_too_and_says_so_beside_the_result(app: Folder) -> None:
    os.truncate(state(app), 0)
    done = app.sluice("state", "resources", "--skip-synth")
    assert done.out == "dev\tterraform_data\tterraform_data.thing\t-\tno\n"
    assert "was empty" in done.err


def test_terraforms_own_backup_serves_where_nothing_was_kept(app: Folder) -> None:
    for path in kept(app):
        path.unlink()
    os.truncate(state(app), 0)
    done = app.sluice("deploy", "--auto-approve")
    assert "restored the newest good one" in done.err
    assert '"two"' in state(app).read_text()
    assert "0 added, 1 changed" in done.err


def test_a_file_that_a_run_is_only_writing_is_left_to_it(app: Folder) -> None:
    whole = state(app).read_bytes()
    with state(app).open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        file.truncate(0)
        listing = app.start("sluice", "state", "resources", "--skip-synth")
        with pytest.raises(subprocess.TimeoutExpired):
            listing.wait(timeout=1)
        file.write(whole)
        file.flush()
        said, _ = listing.communicate(timeout=60)
    assert "was empty" not in said
    assert "dev\tterraform_data\tterraform_data.thing\t-\tno\n" in said


def test_an_older_state_is_refused_until_somebody_says_which_is_meant(app: Folder) -> None:
    newest = state(app).read_bytes()
    state(app).with_name("terraform.dev.tfstate.backup").rename(state(app))
    older = state(app).read_bytes()
    for command in (["diff"], ["deploy", "--auto-approve"], ["state", "resources"], ["output"]):
        done = app.sluice(*command)
        assert done.code == 1
        assert "is older than the last one\n" in done.err
        assert state(app).read_bytes() == older
    assert "To have it back: sluice state restore dev\n" in done.err
    assert "If what is there now is meant: sluice state accept dev\n" in done.err
    assert app.sluice("state", "restore", "dev", "--auto-approve").err.startswith("dev: restored serial ")
    assert state(app).read_bytes() == newest
    assert app.sluice("deploy", "--auto-approve").err.endswith("dev: no changes\n")
    state(app).write_bytes(older)
    assert app.sluice("state", "accept", "dev", "--auto-approve").code == 0
    assert app.sluice("diff").err.endswith("dev: 0 to add, 1 to change, 0 to destroy\n")


def test_a_state_that_is_gone_or_another_is_refused(app: Folder) -> None:
    gone = state(app).rename(app.path / "elsewhere")
    done = app.sluice("deploy", "--auto-approve")
    assert done.code == 1
    assert f"Error: dev: There is no state in {state(app)} any more\n" in done.err
    state(app).write_text(gone.read_text().replace('"lineage": "', '"lineage": "f'))
    assert "is that of other objects\n" in app.sluice("deploy", "--auto-approve").err
    state(app).unlink()
    assert app.sluice("state", "accept", "dev", "--auto-approve").err.startswith("dev: goes on with ")
    assert "1 added" in app.sluice("deploy", "--auto-approve").err


def test_a_state_is_restored_over_what_a_full_disk_left_of_one(app: Folder) -> None:
    newest = state(app).read_bytes()
    errored = app.path / "cdktf.out/stacks/dev/errored.tfstate"
    errored.write_bytes(newest[:100])
    state(app).unlink()
    assert app.sluice("state", "restore", "dev", "--auto-approve").err.startswith("dev: restored serial ")
    assert state(app).read_bytes() == newest
    assert app.sluice("deploy", "--auto-approve").err.endswith("dev: no changes\n")
    assert not errored.exists()


def test_a_state_of_nothing_may_be_deleted(app: Folder) -> None:
    app.sluice("destroy", "--auto-approve")
    state(app).unlink()
    assert "1 added" in app.sluice("deploy", "--auto-approve").err


def test_nothing_is_restored_without_approval_or_while_a_run_uses_the_state(app: Folder) -> None:
    assert app.sluice("state", "restore", "dev").err.splitlines()[0] == "Error: There is nobody to ask for approval"
    assert (
        "Error: No such state of dev was kept\n"
        in app.sluice("state", "restore", "dev", "--serial", "99", "--auto-approve").err
    )
    with state(app).open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        done = app.sluice("state", "restore", "dev", "--auto-approve")
    assert done.err.startswith("Error: A run is using the state of dev\n")


def test_the_history_lists_what_was_kept_for_the_owner_only(app: Folder) -> None:
    done = app.sluice("state", "history")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [row[1] for row in rows][-1] == str(serial(state(app)))
    _before_the_first, *known = kept(app)
    assert [(row[0], row[3], row[4]) for row in rows] == [("dev", "1", str(path)) for path in known]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", row[2]) for row in rows)
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept(app)} == {0o600}
    assert stat.S_IMODE(kept(app)[0].parent.stat().st_mode) == 0o700
    app.sluice("state", "restore", "dev", "--serial", rows[0][1], "--auto-approve")
    assert serial(state(app)) == int(rows[0][1])
    assert app.sluice("diff").code == 0


def test_a_state_that_others_could_read_is_hidden(app: Folder) -> None:
    state(app).chmod(0o644)
    app.sluice("state", "resources", "--skip-synth")
    assert stat.S_IMODE(state(app).stat().st_mode) == 0o600
