"""Small CDKTF apps and commands to run on them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent

BINARIES = [
    pytest.param(name, marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"there is no {name} on PATH"))
    for name in ("terraform", "tofu")
]
"""Parameters for tests of what can be used instead of the embedded core."""

# One resource that needs no provider, in every stack.
MAIN = """\
import {flavour} as cdk

app = cdk.App()


def stack(name, **resource):
    made = cdk.TerraformStack(app, name)
    made.add_override("resource.terraform_data.thing", resource or {{"input": name}})
    return made


{body}
app.synth()
"""


@dataclass(frozen=True)
class Done:
    """A finished command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Folder:
    """An app's folder, and the environment of its user."""

    path: Path
    environ: Mapping[str, str]

    def write(self, body: str, flavour: str = "cdktf") -> None:
        """Write the app: the body may call ``stack(name, **resource)`` and use ``cdk``."""
        (self.path / "main.py").write_text(MAIN.format(flavour=flavour, body=body))

    def run(self, *arguments: str, stdin: str | None = None) -> Done:
        """Run a command of this environment."""
        command, *rest = arguments
        done = subprocess.run(
            [BIN / command, *rest],
            cwd=self.path,
            env=dict(self.environ),
            input=stdin or "",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def sluice(self, *arguments: str) -> Done:
        """Run sluice."""
        return self.run("sluice", *arguments)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own."""
        command, *rest = arguments
        return subprocess.Popen(
            [BIN / command, *rest],
            cwd=self.path,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )


def make_app(path: Path, body: str) -> Folder:
    """An app in a folder, whose user has a home of his own."""
    home = path / "home"
    home.mkdir()
    folder = path / "app"
    folder.mkdir()
    (folder / "cdktf.json").write_text(json.dumps({"language": "python", "app": "python main.py"}))
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
    app = Folder(folder, {**kept, "HOME": str(home), "XDG_CACHE_HOME": os.path.expanduser("~/.cache")})
    app.write(body)
    return app


def wait_for(file: Path, seconds: float = 60) -> None:
    """Wait until a file is there."""
    deadline = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < deadline, f"{file} did not appear"
        time.sleep(0.02)


def interrupt(process: subprocess.Popen[str]) -> None:
    """Press Ctrl-C, as a terminal does: every process of the group gets it."""
    os.killpg(process.pid, signal.SIGINT)
