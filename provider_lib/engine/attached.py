"""One provider process for a run of Terraform, which would start three for a plan and two for an apply.

docs/design/one-provider-process.md says where that is safe, and what it saves.
"""

from __future__ import annotations

import json
import select
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Final

from provider_lib import AFTER_PLAN_OPTION, ATTACHED_OPTION, REATTACH_VARIABLE
from provider_lib.engine.attachable import only_address
from provider_lib.engine.install import EXECUTABLE_VARIABLE
from provider_lib.engine.process import PRIVATE

_TELLS_WITHIN: Final = 10.0
"""Seconds for the process to say where it listens; nobody hears an interrupt before."""

_LEAVES_WITHIN: Final = 2.0
"""Seconds for the process to go; where calls are under way that Terraform has left, it goes when they have ended."""


@contextmanager
def attached(directory: Path, environment: Mapping[str, str], *, follows_plan: bool) -> Iterator[dict[str, str]]:
    """Serve the Terraform that runs while it is entered.

    Args:
        directory: of the stack, initialized.
        environment: of Terraform, and so of its providers.
        follows_plan: whether it carries out a plan that was kept, and so plans nothing for the first time.

    Yields:
        What to add to Terraform's environment; nothing where it had better start the provider itself.
    """
    after_plan = [AFTER_PLAN_OPTION] if follows_plan else []
    try:
        address = only_address(directory, environment)
        process = None if address is None else _start([address, *after_plan], directory, environment)
    except OSError:  # which Terraform tells, should it need what cannot be read or started
        process = None
    if process is None:
        yield {}
        return
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = _told(process.stdout)
        if not told:
            process.kill()  # nobody has called it
        yield {REATTACH_VARIABLE: told} if told else {}
    finally:
        process.stdout.close()
        process.stdin.close()
        _reap(process)


def _start(served: list[str], directory: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [environment[EXECUTABLE_VARIABLE], ATTACHED_OPTION, *served],
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a start that fails is told by the one that Terraform then makes
        process_group=0,
        umask=PRIVATE,
    )


def _told(stdout: IO[bytes]) -> str:
    """What a process says of where it listens; empty when it says nothing, or something else."""
    poll = select.poll()
    poll.register(stdout)
    if not poll.poll(_TELLS_WITHIN * 1000):
        return ""
    told = stdout.readline().decode(errors="replace").strip()
    try:
        return told if isinstance(json.loads(told), dict) else ""
    except ValueError:
        return ""


def _reap(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_LEAVES_WITHIN)
    except subprocess.TimeoutExpired:
        Thread(target=process.wait, daemon=True).start()
