"""A Java program that runs in the background and writes a log."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.leash import leashed

# Starting fast counts for more than running fast.
OPTIONS = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
# A client that finds no broker would fill the disk.
LOGGING = ["-Dorg.slf4j.simpleLogger.showDateTime=true", "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.clients=error"]
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
    on_a_leash = leashed(command(jars, *arguments))
    with (
        log.open("wb") as output,
        subprocess.Popen(on_a_leash, stdin=subprocess.PIPE, stdout=output, stderr=output) as process,
    ):
        _wait(process, ready, log)
        yield


def command(jars: Path, *arguments: str | Path) -> list[str]:
    """The command line of a program whose classes are in ``jars``."""
    return ["java", *OPTIONS, *LOGGING, "-cp", f"{jars}{os.sep}*", *map(str, arguments)]


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
