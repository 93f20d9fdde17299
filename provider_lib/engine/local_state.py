"""The file in which the state of a stack is on this machine, and what was kept of it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from provider_lib.engine.backend import LOCAL, Backend
from provider_lib.engine.install import home_of
from provider_lib.state.history import NO_STATE, History, Kept, Snapshot

PAUSE = 0.2
"""Seconds between two looks at a state that a run writes; a kill in mid-write loses what came after the last."""

SHARE = 10
"""How much longer that pause is than it takes to keep the state."""


@dataclass(frozen=True, slots=True)
class LocalState:
    """The state of a stack in a file.

    Args:
        path: of the file; nothing needs to be there.
        history: what was kept of it.
    """

    path: Path
    history: History

    @classmethod
    def of(cls, directory: Path, environment: Mapping[str, str]) -> LocalState | None:
        """The state of the stack in a folder; None when its backend keeps it elsewhere.

        Args:
            directory: where Terraform runs.
            environment: in which it runs.
        """
        path = state_file(directory, environment)
        if path is None:
            return None
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        return cls(path, History(home_of(environment) / "states" / digest))

    @property
    def backup(self) -> Path:
        """Where Terraform itself keeps the state before its last run."""
        return self.path.with_name(f"{self.path.name}.backup")

    def read(self) -> bytes | None:
        """What the file holds; None when there is none."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def is_in_use(self) -> bool:
        """Whether a run holds the file, as Terraform does: it may be empty then, and written a moment later."""
        try:
            with self.path.open("r+b") as file:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return self.path.exists()
        return False

    def hide(self) -> None:
        """Let only the owner read the file, which was written when nobody saw to that, and its backup."""
        for path in (self.path, self.backup):
            with suppress(OSError):
                if (mode := path.stat().st_mode) & 0o077:
                    path.chmod(mode & 0o700)


def state_file(directory: Path, environment: Mapping[str, str]) -> Path | None:
    """The file in which the state of a stack is, or would be; None when its backend keeps it elsewhere."""
    backend = Backend.of(directory)
    if backend is None or backend.kind != LOCAL:
        return None
    local: dict[str, str] = backend.settings
    workspace = _workspace(directory, environment)
    if workspace == "default":
        return directory / local.get("path", "terraform.tfstate")
    return directory / local.get("workspace_dir", "terraform.tfstate.d") / workspace / "terraform.tfstate"


def _workspace(directory: Path, environment: Mapping[str, str]) -> str:
    chosen = directory / environment.get("TF_DATA_DIR", ".terraform") / "environment"
    return environment.get("TF_WORKSPACE") or (chosen.read_text().strip() if chosen.is_file() else "") or "default"


@contextmanager
def keeping(local: LocalState | None) -> Iterator[None]:
    """Keep the state again and again while a run writes it, and when the run has ended.

    Args:
        local: the state; None when there is none on this machine.
    """
    if local is None:
        yield
        return
    run, ended = _Run(local), Event()
    with local.history.with_room():
        run.begin()
        thread = Thread(target=run.keep_until, args=(ended,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            run.keep()


class _Run:
    def __init__(self, local: LocalState) -> None:
        self._local = local
        self._kept: Kept | None = None
        self._seen: tuple[int, int] | None = None

    def begin(self) -> None:
        """Note when there is no state yet: whatever this run leaves of one, nothing that was before is missing."""
        with suppress(OSError):
            if self._local.read() is None and self._local.history.newest() is None:
                self._local.history.keep(NO_STATE)

    def keep_until(self, ended: Event) -> None:
        """Keep every state that is seen, in the time that is left for that."""
        pause = PAUSE
        while not ended.wait(pause):
            began = time.monotonic()
            self.keep()
            pause = max(PAUSE, SHARE * (time.monotonic() - began))

    def keep(self) -> None:
        """Keep the state as it is now, if it is whole and new; no failure of that ends a run."""
        with suppress(OSError):
            found = self._local.path.stat()
            seen = (found.st_mtime_ns, found.st_size)
            state = Snapshot.of(self._local.read() or b"") if seen != self._seen else None
            if state is None:
                return
            newest = self._local.history.newest()
            if newest is None or state.content != newest.content:
                self._kept = self._local.history.keep(state, self._kept)
            self._seen = seen
