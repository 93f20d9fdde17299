"""A Terraform process: its output line by line, and Ctrl-C passed on to it.

The process gets a group of its own, so that Ctrl-C on a terminal reaches Terraform once and through us, and its
providers only through Terraform, which lets the calls in flight finish and saves what they made. The second gives up.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from provider_lib.errors import EngineError

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PRIVATE = 0o077
"""The umask of what runs Terraform: states, their backups, plans and logs hold secrets in clear."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended.

    Args:
        code: its exit code.
        stdout: what it wrote, when the lines were not read while it ran.
        stderr: what it complained about.
        interrupts: how often it was asked to stop.
    """

    code: int
    stdout: str
    stderr: str
    interrupts: int = 0


def run(
    argv: Sequence[str],
    directory: Path,
    environment: Mapping[str, str],
    on_line: Callable[[str], None] | None = None,
) -> Finished:
    """Run a command to its end.

    Args:
        on_line: gets each line of its output as it comes; when it raises, the process is asked to stop.

    Raises:
        EngineError: it cannot be started.
    """
    try:
        process = subprocess.Popen(
            argv,
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            process_group=0,
            umask=PRIVATE,
        )
    except OSError as error:
        raise EngineError(f"Cannot start {argv[0]}: {error.strerror}", f"In {directory}.") from error
    kept: list[str] = []
    complaints: list[str] = []
    with process, _passing_signals_on(process) as interrupts:
        assert process.stdout is not None
        assert process.stderr is not None
        listener = threading.Thread(target=complaints.extend, args=(process.stderr,), daemon=True)
        listener.start()
        try:
            for line in process.stdout:
                (on_line or kept.append)(line)
        except BaseException:
            # Left alone it would be killed by its next print, with objects made and not noted in the state.
            process.send_signal(signal.SIGINT)
            process.stdout.read()
            raise
        code = process.wait()
        listener.join()
    return Finished(code, "".join(kept), "".join(complaints), len(interrupts))


@contextmanager
def _passing_signals_on(process: subprocess.Popen[str]) -> Iterator[list[int]]:
    """Pass signals that ask us to stop on as Ctrl-C; yields the list of those that came."""
    received: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        received.append(number)
        process.send_signal(signal.SIGINT)

    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    previous = {number: signal.signal(number, pass_on) for number in _PASSED_ON}
    try:
        yield received
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
