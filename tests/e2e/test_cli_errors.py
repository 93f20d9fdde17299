"""Every error is a line and what to do about it; exit codes are those of the documentation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from provider_lib import __version__
from tests.e2e.apps import BIN, Folder, make_app


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    return make_app(tmp_path, 'raise ValueError("no such region")')


def test_the_version_is_shown(app: Folder) -> None:
    done = app.sluice("--version")
    assert (done.code, done.out) == (0, f"sluice {__version__}\n")


def test_an_error_is_told_without_a_traceback(app: Folder) -> None:
    done = app.sluice("synth")
    line = len((app.path / "main.py").read_text().splitlines()) - 1
    assert (done.code, done.out) == (1, "")
    assert done.err == f"Error: ValueError: no such region\nat {app.path / 'main.py'}, line {line}\n"


def test_debug_adds_the_traceback(app: Folder) -> None:
    for done in (
        app.sluice("--debug", "synth"),
        Folder(app.path, {**app.environ, "SLUICE_DEBUG": "1"}).sluice("synth"),
    ):
        assert done.err.startswith("Traceback (most recent call last):")
        assert "Error: ValueError: no such region\n" in done.err


def test_a_bug_is_told_as_one(app: Folder) -> None:
    broken = "from provider_lib.cli.main import COMMANDS, main; COMMANDS['synth'] = 'no_such_module'; main()"
    done = subprocess.run([sys.executable, "-c", broken, "synth"], cwd=app.path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: a bug in Sluice: ModuleNotFoundError: ")
    assert "Traceback" not in done.stderr
    assert "Please report it" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_no_bug(app: Folder) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [BIN / "sluice", "--version"], cwd=app.path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode != 0
    assert done.stderr == (
        "Error: No space left on device: standard output, or a file that is written\n"
        "Make room, and run the command again.\n"
    )


def test_a_place_that_cannot_be_written_to_is_no_bug(app: Folder) -> None:
    (app.path / "file").touch()
    done = app.sluice("provider", "mirror", "file/mirror")
    assert (done.code, done.out) == (1, "")
    first, second = done.err.splitlines()
    assert first.startswith(f"Error: Not a directory: {app.path / 'file' / 'mirror'}/")
    assert second.startswith("Name another place, or see who may write there.")


def test_an_interrupt_of_a_start_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    start = "from provider_lib.cli import main; main()"
    path = {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-P", "-c", start], env=path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "Interrupted.\n")


@pytest.mark.parametrize("cut", ['{"resource": {"a', "[1]", ""])
def test_a_stack_that_was_cut_is_no_bug(tmp_path: Path, cut: str) -> None:
    app = make_app(tmp_path, 'stack("dev", input="x")')
    assert app.sluice("synth").code == 0
    file = app.path / "cdktf.out/stacks/dev/cdk.tf.json"
    file.write_text(cut)
    done = app.sluice("diff", "--skip-synth")
    assert (done.code, done.out) == (1, "")
    assert done.err == f"Error: dev: {file} cannot be read\nIt is not what a synth writes: run `sluice synth`.\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--nope"], "No such option"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["drift", "--no-such-flag"], "No such option"),
        (["review", "--detailed-exitcode", "--jobs", "many"], "Invalid value for '--jobs'"),
        (["deploy", "--parallelism", "0"], "Invalid value for '--parallelism'"),
        (["diff", "--lock-timeout", "soon"], "soon is no duration"),
    ],
)
def test_a_mistake_on_the_command_line_is_an_error_and_no_news_of_changes(
    app: Folder, arguments: list[str], complaint: str
) -> None:
    done = app.sluice(*arguments)
    assert (done.code, done.out) == (1, "")
    assert "Usage: sluice" in done.err
    assert complaint in done.err


def test_an_engine_that_is_not_there_is_named(app: Folder) -> None:
    done = app.sluice("diff", "--engine", "terrafrom")
    assert (done.code, done.err.splitlines()[0]) == (1, "Error: There is no executable 'terrafrom' on PATH")


def test_a_reader_that_has_seen_enough_is_no_error(app: Folder) -> None:
    app.write('for number in range(2000):\n    stack(f"stack-{number:04}-{chr(120) * 60}")')
    process = app.start("sluice", "synth")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("stack-0000")
    process.stdout.close()
    assert process.wait(timeout=120) == 1
