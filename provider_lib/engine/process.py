"""A Terraform process: its output line by line, and its end when somebody interrupts it.

The process gets a group of its own, so that Ctrl-C on a terminal reaches Terraform once and through us, and its
providers only through Terraform, which lets the calls in flight finish and saves what they made.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from provider_lib.engine.ending import Ending, Step, steps_of
from provider_lib.errors import EngineError

PRIVATE = 0o077
"""The umask of what runs Terraform: states, their backups, plans and logs hold secrets in clear."""


_NOT_BEGUN = -signal.SIGINT
"""The exit code of what an interrupt came before: whoever interrupts wants nothing to begin."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended.

    Args:
        code: its exit code.
        stdout: what it wrote, when the lines were not read while it ran.
        stderr: what it complained about.
        interrupts: how far interrupts brought it: 1 let it finish what was under way, or not begin, 3 abandoned that.
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
    *,
    give_up: Step = lambda: None,
    changes: bool = False,
    ending: Ending | None = None,
) -> Finished:
    """Run a command to its end.

    Args:
        on_line: gets each line of its output as it comes; when it raises, the process is asked to stop.
        give_up: tells the provider to give up the calls that are under way.
        changes: whether the command changes objects, so that it may not be ended at once.
        ending: of all commands that run at once; None for one that runs by itself.

    Raises:
        EngineError: it cannot be started.
    """
    with nullcontext(ending) if ending else Ending().hearing() as heard:
        if heard.reached:
            return Finished(_NOT_BEGUN, "", "", 1)
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
        with process, heard.of(steps_of(process, give_up, changes=changes)):
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
    return Finished(code, "".join(kept), "".join(complaints), heard.reached)
