"""A sandbox that outlives the command that started it, kept in a folder.

| file           | holds                                                     |
| -------------- | --------------------------------------------------------- |
| `sandbox.json` | pid and URL, while it runs                                |
| `sandbox.db`   | everything that was made; a later start goes on with it   |
| `sandbox.log`  | what the server had to say                                |
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from provider_lib.errors import SandboxError
from provider_lib.own_python import module_command, without_relative_imports
from provider_lib.sandbox.client import SandboxClient
from provider_lib.sandbox.server import environment

_WITHIN = 15.0
_URL = re.compile(r"http://127\.0\.0\.1:\d{1,5}")

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that answers.

    Args:
        environment: the variables that point the provider at it.
    """

    pid: int
    url: str
    environment: dict[str, str]


def status(folder: Path) -> Running | None:
    """The sandbox that runs in ``folder``, if any."""
    try:
        noted = json.loads((folder / "sandbox.json").read_text())
        pid, url = int(noted["pid"]), str(noted["url"])
        # The folder may have come with a checkout that nobody trusts.
        if pid < 2 or _URL.fullmatch(url) is None:
            return None
        with SandboxClient(url) as client:
            answered = client.status()
    except (OSError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError, SandboxError):
        return None
    # After a crash the port, or the pid, may have become somebody else's.
    return Running(pid, url, environment(url)) if answered.get("pid") == pid else None


def start(folder: Path, port: int = 0) -> Running:
    """Start a sandbox in ``folder``, or find the one that runs there already.

    Args:
        port: 0 for a free one.

    Raises:
        SandboxError: the port is taken, it does not answer in time, or its folder leads elsewhere.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if links := [path for path in (folder, *folder.iterdir()) if path.is_symlink()]:
        raise SandboxError(f"{links[0]} is a symbolic link", "The sandbox writes to no file elsewhere: remove it.")
    with (folder / "sandbox.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = status(folder)
        if running:
            return running
        _launch(folder, port)
        return _until(lambda: status(folder), "The sandbox did not start", f"See {folder / 'sandbox.log'}.")


def stop(folder: Path) -> bool:
    """Stop the sandbox that runs in ``folder``; says whether there was one. What was made stays in its database.

    Raises:
        SandboxError: it does not end in time.
    """
    running = status(folder)
    if running is None:
        return False
    os.kill(running.pid, signal.SIGTERM)
    _until(lambda: status(folder) is None, "The sandbox did not stop", f"Its process is {running.pid}.")
    return True


def _launch(folder: Path, port: int) -> None:
    command = [*module_command("provider_lib.sandbox"), "--detach", "--port", str(port)]
    command += ["--database", str(folder / "sandbox.db"), "--pid-file", str(folder / "sandbox.json")]
    log = folder / "sandbox.log"
    with log.open("wb") as output:
        launched = subprocess.run(
            command,
            env=without_relative_imports(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if launched.returncode:
        raise SandboxError("The sandbox did not start", log.read_text(errors="replace").strip())


def _until(found: Callable[[], Found | None], summary: str, detail: str) -> Found:
    deadline = time.monotonic() + _WITHIN
    while time.monotonic() < deadline:
        value = found()
        if value:
            return value
        time.sleep(0.05)
    raise SandboxError(summary, detail)
