"""Where a run takes place: a folder, a user's home, a server with a database, and the proxy before it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx

from provider_lib.sandbox.client import SandboxClient
from provider_lib.sandbox.clock import SystemClock
from provider_lib.sandbox.server import Sandbox, environment
from tests.chaos.command import Command
from tests.chaos.declared import BASE, PASSWORD_VARIABLE, STACK
from tests.chaos.proxy import Proxy

BIN = Path(sys.executable).parent
SIZE = 4 * 2**20
"""Bytes of a disk that can be filled."""

_SWITCHES: dict[str, dict[str, Any]] = {"lenses": {"agent_connects_after_ms": None}}
"""An agent connects when somebody has its key, and not by itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a campaign runs on.

    Args:
        engine: as ``sluice --engine`` takes it.
        journal: whether the provider keeps one: without, a campaign must show losses.
        database: variables that lead to a PostgreSQL database for the state; a local file without.
    """

    engine: str = "embedded"
    journal: bool = True
    database: Mapping[str, str] | None = None


def can_mount() -> bool:
    """Whether a disk can be made that is small enough to be filled: for root on Linux, where that is allowed."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as place:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "chaos", place]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            return False
        return subprocess.run(["umount", place], capture_output=True, check=False).returncode == 0


class SkewedClock(SystemClock):
    """The time on a server whose clock is wrong."""

    def __init__(self, offset: float) -> None:
        super().__init__()
        self._offset = offset

    def now(self) -> float:
        return super().now() + self._offset


class Scene:
    """A context manager.

    Args:
        folder: for everything; made, and short, since sockets lie below it.
        setting: what it runs on.
        skew: seconds by which the clock of the server is wrong.
        small: have the app and the home on a disk that can be filled, where this machine allows one.
    """

    def __init__(self, folder: Path, setting: Setting, skew: float = 0.0, *, small: bool = False) -> None:
        self.folder = folder
        self.setting = setting
        self.disk = folder / "disk"
        self.app, self._home = self.disk / "app", self.disk / "home"
        self.temporary = folder / "tmp"
        self.database = folder / "server.db"
        self._skew = skew
        self.is_small = small and can_mount()
        self._log = 0
        self._serving = threading.Lock()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for path in (self.disk, self.temporary):
                path.mkdir(parents=True)
            if self.is_small:
                subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "chaos", self.disk], check=True)
                stack.callback(subprocess.run, ["umount", "--lazy", self.disk], check=False)
            self._home.mkdir()
            self._start_server()
            stack.callback(self.stop_server)
            self.proxy = stack.enter_context(Proxy(self._port))
            self._make_base()
            self._ends = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    @property
    def stack(self) -> Path:
        """Where Terraform runs."""
        return self.app / "cdktf.out" / "stacks" / STACK

    @property
    def state(self) -> Path:
        """The state, where it is a file."""
        return self.app / f"terraform.{STACK}.tfstate"

    @property
    def backend(self) -> dict[str, Any]:
        """Terraform's block."""
        return {"local": {"path": str(self.state)}} if self.setting.database is None else {"pg": {}}

    @property
    def admin(self) -> SandboxClient:
        """The sandbox's own side: faults, agents."""
        return self._sandbox.admin

    def start(self, *arguments: str, on_terminal: bool = False) -> Command:
        """Start sluice on the app."""
        self._log += 1
        command, *rest = arguments
        options = ["-C", str(self.app), "--engine", self.setting.engine, "--skip-synth", "--no-color"]
        argv = [str(BIN / "sluice"), command, *rest, *options]
        return Command(argv, self.environ, self.folder / f"{self._log}.log", on_terminal=on_terminal)

    def run(self, argv: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run another command of the user to its end."""
        command, *rest = argv
        return subprocess.run(
            [BIN / command, *rest],
            cwd=folder or self.app,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @property
    def environ(self) -> Mapping[str, str]:
        """The user's environment, in which the provider reaches the server through the proxy only."""
        urls = environment(f"http://127.0.0.1:{self.proxy.port}")
        journal = {} if self.setting.journal else {"SLUICE_JOURNAL": "off"}
        own = {"HOME": str(self._home), "TMPDIR": str(self.temporary), PASSWORD_VARIABLE: "hunter2-4711"}
        return {"PATH": os.environ["PATH"], **own, **urls, **journal, **(self.setting.database or {})}

    def restart_server(self, pause: float) -> None:
        """Have the server go, with every connection, and come back with its database."""
        with self._serving:
            self.proxy.cut_all()
            self.stop_server()
            time.sleep(pause)
            self._start_server()
            self.proxy.target = self._port

    def calm(self) -> None:
        """Have the server do nothing wrong any more."""
        with self._serving:
            self.admin.clear_faults()

    def stop_server(self) -> None:
        """Have the server go."""
        self._sandbox.__exit__(None, None, None)

    def fill_disk(self, left: int) -> None:
        """Leave so many bytes on the disk."""
        with suppress(OSError), (self.disk / "filler").open("wb", buffering=0) as filler:
            filler.write(bytes(max(0, shutil.disk_usage(self.disk).free - left)))

    def clear_disk(self) -> None:
        """Have room again."""
        (self.disk / "filler").unlink(missing_ok=True)

    def _start_server(self) -> None:
        clock = SkewedClock(self._skew)
        self._sandbox = Sandbox(database=self.database, clock=clock, switches=_SWITCHES).__enter__()
        self._port = int(self._sandbox.url.rpartition(":")[2])

    def _make_base(self) -> None:
        """The environment of somebody else, and its agent."""
        urls = self._sandbox.environment()
        answer = httpx.post(
            f"{urls['SLUICE_LENSES_URL']}/api/v1/environments",
            headers={"Authorization": f"Bearer {urls['SLUICE_LENSES_TOKEN']}"},
            json={"name": BASE, "tier": "development"},
            trust_env=False,
        )
        self.admin.connect_agent(answer.raise_for_status().json()["agent_key"])
