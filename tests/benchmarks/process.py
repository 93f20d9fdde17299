"""Commands that are run to the end, and what they cost."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NO_CACHE = "PYTHONDONTWRITEBYTECODE"
"""An installed package is compiled; where nothing may be written, every start would compile the checkout again."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took.

    Args:
        seconds: from start to end.
        cpu: seconds of processor time, those of the processes it started and waited for included.
    """

    seconds: float
    cpu: float


def environment(**variables: str) -> dict[str, str]:
    """This process's environment with ``variables``, for a command that is measured."""
    return {name: value for name, value in os.environ.items() if name != NO_CACHE} | variables


def run(command: Sequence[str | Path], environ: Mapping[str, str], folder: Path | None = None) -> Cost:
    """Run a command silently.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - begin, used.ru_utime + used.ru_stime)
