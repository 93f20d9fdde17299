"""Sluice as users have it, and not as a checkout, which checks its declarations at each start."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".venv-bench"


@cache
def installed() -> Path:
    """The folder of the executables: the wheel of this checkout, with what it needs, in an environment of its own."""
    _run(sys.executable, "-m", "venv", FOLDER)
    folder = FOLDER / "bin"
    with TemporaryDirectory() as built:
        _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", built)
        [wheel] = Path(built).glob("*.whl")
        for options in ([], ["--force-reinstall", "--no-deps"]):  # the version stays, what is in it does not
            _run(folder / "pip", "install", "--quiet", "--disable-pip-version-check", *options, wheel)
    return folder


def provider() -> Path:
    """The provider's executable."""
    return installed() / "terraform-provider-sluice"


def _run(*command: str | Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
