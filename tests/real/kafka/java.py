"""A Java program that runs in the background and writes a log."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Starting fast counts for more than running fast.
OPTIONS = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.showDateTime=true"]
PATIENCE = 60.0


class Died(Exception):
    """The program ended, or was not ready in time; the text ends with its last words."""


@contextmanager
def running(jars: Path, *arguments: str | Path, log: Path, ready: Callable[[], bool]) -> Iterator[None]:
    """A program while it runs, from the moment that it is ready.

    Args:
        arguments: main class and its arguments.
        log: where its output goes.
        ready: asked again and again until it says yes.

    Raises:
        Died: it never got ready.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(command(jars, *arguments), stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        _wait(process, ready, log)
        yield
    finally:
        process.kill()  # nothing of it is to be kept, and a graceful end takes seconds
        process.wait()


def command(jars: Path, *arguments: str | Path) -> list[str]:
    """The command line of a program whose classes are in ``jars``."""
    return ["java", *OPTIONS, "-cp", f"{jars}{os.sep}*", *map(str, arguments)]


def tail(log: Path, lines: int = 40) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None:
            raise Died(f"{log.stem} ended with {process.returncode}:\n{tail(log)}")
        if time.monotonic() > deadline:
            raise Died(f"{log.stem} is not ready after {PATIENCE:.0f} s:\n{tail(log)}")
        time.sleep(0.1)
