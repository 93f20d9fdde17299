"""Wrong usage is a failure like any other: 2 is what a script asks for changes and drift with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SLUICE = Path(sys.executable).with_name("sluice")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--nope"], "No such option: --nope"),
        (["nope"], "No such command 'nope'"),
        (["drift", "--nope"], "No such option: --nope"),
        (["review", "--detailed-exitcode", "--jobs", "many"], "Invalid value for '--jobs'"),
        (["diff", "--lock-timeout", "soon"], "soon is no duration"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_1(arguments: list[str], complaint: str) -> None:
    done = subprocess.run([SLUICE, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr


def test_help_that_was_asked_for_ends_with_0() -> None:
    done = subprocess.run([SLUICE, "drift", "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
