"""Commands that are run to the end, and what they cost."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.children import children

NO_CACHE = "PYTHONDONTWRITEBYTECODE"
"""An installed package is compiled; where nothing may be written, every start would compile the checkout again."""


GLANCE = 0.01
"""Seconds between two looks at the memory of what is watched."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took.

    Args:
        seconds: from start to end.
        cpu: seconds of processor time, those of the processes it started and waited for included.
        memory: megabytes of the largest watched process that it started.
    """

    seconds: float
    cpu: float
    memory: float = 0


def environment(**variables: str) -> dict[str, str]:
    """This process's environment with ``variables``, for a command that is measured."""
    return {name: value for name, value in os.environ.items() if name != NO_CACHE} | variables


def run(
    command: Sequence[str | Path], environ: Mapping[str, str], folder: Path | None = None, watched: str = ""
) -> Cost:
    """Run a command silently.

    Args:
        watched: what the command lines of the processes have in them whose memory is asked for.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    peak = _peak_until_ended(process.pid, watched) if watched else 0
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - begin, used.ru_utime + used.ru_stime, peak / 1024)


def _peak_until_ended(pid: int, watched: str) -> int:
    """Kilobytes of the largest watched process, seen until the command has ended; it is left to be waited for."""
    peak = 0
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max([peak, *(_resident_peak(child, watched) for child in children(pid))])
        time.sleep(GLANCE)
    return peak


def _resident_peak(pid: int, watched: str) -> int:
    """Kilobytes; 0 for a process that has ended, or is still a copy of the command's own."""
    if watched not in _read(Path(f"/proc/{pid}/cmdline")):
        return 0
    _, _, rest = _read(Path(f"/proc/{pid}/status")).partition("VmHWM:")
    return int(rest.split()[0]) if rest else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
