"""A deploy that holds the lock of its state, in the middle of what it makes, until a test lets it go on."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.children import children
from tests.e2e.apps import Folder, wait_for


def waiting(folder: Path) -> str:
    """Arguments of a stack whose thing takes until it may go on."""
    command = f"touch {folder}/started; while [ ! -e {folder}/go ]; do sleep 0.05; done"
    return f'provisioner=[{{"local-exec": {{"command": "{command}"}}}}]'


class Held:
    """A deploy in the middle of what it makes."""

    def __init__(self, process: subprocess.Popen[str], go: Path) -> None:
        self._process = process
        self._go = go

    def go_on(self) -> None:
        """Let it finish what it does, and wait for that."""
        self._go.touch()
        said, _ = self._process.communicate(timeout=60)
        assert self._process.returncode == 0, said

    def kill(self) -> None:
        """Kill it, and the Terraform that it runs."""
        core_and_provider = children(self._process.pid)
        self._process.kill()
        for child in core_and_provider:
            os.killpg(child, signal.SIGKILL)
        self._go.touch()
        self._process.communicate(timeout=60)


@contextmanager
def deploying(app: Folder, folder: Path, stack: str = "dev") -> Iterator[Held]:
    """The deploy of a stack that was given ``waiting(folder)``."""
    assert app.sluice("synth").code == 0
    process = app.start("sluice", "deploy", stack, "--auto-approve", "--skip-synth")
    held = Held(process, folder / "go")
    try:
        wait_for(folder / "started")
        yield held
    finally:
        if process.poll() is None:
            held.kill()
