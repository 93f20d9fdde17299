"""Work in forks of this process, some side by side."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICK = 0.005


@dataclass(frozen=True)
class Job:
    """What one fork does.

    Attributes:
        name: whose result it is.
        work: is called there, with a folder of its own, and gives the exit code.
    """

    name: str
    work: Callable[[Path], int]


@dataclass(frozen=True)
class Ended:
    """How a job ended.

    Attributes:
        code: the exit code; below zero the signal that ended it.
        folder: of the job, until the next one is asked for.
    """

    name: str
    code: int
    folder: Path


@dataclass(frozen=True)
class _Running:
    job: Job
    pid: int
    folder: Path

    def ended(self) -> Ended | None:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            return None
        self.end_all()
        return Ended(self.job.name, os.waitstatus_to_exitcode(status), self.folder)

    def end_all(self) -> None:
        """Ends what it has started and left behind."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def in_forks(jobs: Iterable[Job], workers: int) -> Iterator[Ended]:
    """How the jobs end, in the order in which they do."""
    waiting, running = iter(jobs), list[_Running]()
    try:
        while True:
            while len(running) < workers and (job := next(waiting, None)):
                running.append(_fork(job))
            if not running:
                return
            time.sleep(TICK)
            for one in list(running):
                if ended := one.ended():
                    running.remove(one)
                    yield ended
                    shutil.rmtree(one.folder, ignore_errors=True)
    finally:
        for one in running:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)  # which may have no group of its own yet
            os.waitpid(one.pid, 0)
            one.end_all()
            shutil.rmtree(one.folder, ignore_errors=True)


def _fork(job: Job) -> _Running:
    folder = Path(tempfile.mkdtemp(prefix="mutant-"))
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return _Running(job, pid, folder)
    code = 1
    try:
        _settle(folder)
        code = job.work(folder)
    finally:
        os._exit(code)


def _settle(folder: Path) -> None:
    """Makes the fork a session of its own that says nothing, gives way to all others, and leaves nothing behind."""
    os.setsid()
    os.nice(19)
    with suppress(OSError):  # Linux shares processors between sessions first, and has a niceness for each
        Path("/proc/self/autogroup").write_text("5")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None
