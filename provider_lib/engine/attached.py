"""One provider process for a run of Terraform, which would start three for a plan and two for an apply.

docs/design/one-provider-process.md says where that is safe, and what it saves.
"""

from __future__ import annotations

import json
import re
import select
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from provider_lib import ADDRESS, ATTACHED_OPTION, REATTACH_VARIABLE
from provider_lib.engine.cli_config import has_overrides
from provider_lib.engine.install import CONFIG_VARIABLE, EXECUTABLE_VARIABLE, is_launched
from provider_lib.engine.process import PRIVATE
from provider_lib.engine.provider_lock import locked_providers
from provider_lib.engine.provider_sources import configuration_files
from provider_lib.engine.stack_file import STACK_FILE, read_stack
from provider_lib.provider_source import is_ours

_LOGS: Final = ("TF_LOG", "TF_LOG_PROVIDER")
"""Who asks for these wants the provider's log, which Terraform has of what it starts alone."""

_RUN_PROGRAMS: Final = frozenset({"external", "local", "shell"})
"""The providers that start what the stack names. It may be another Terraform, which would be attached too."""

_PLAIN: Final = re.compile(r"[a-z0-9.:/_-]+")
"""A source as Terraform spells it; what has capitals, or letters of other scripts, may be the same to it."""

_TELLS_WITHIN: Final = 10.0
"""Seconds for the process to say where it listens; nobody hears an interrupt before."""

_LEAVES_WITHIN: Final = 2.0
"""Seconds for the process to go; where calls are under way that Terraform has left, it goes when they have ended."""


@contextmanager
def attached(directory: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Serve the Terraform that runs while it is entered.

    Args:
        directory: of the stack, initialized.
        environment: of Terraform, and so of its providers.

    Yields:
        What to add to Terraform's environment; nothing where it had better start the provider itself.
    """
    try:
        address = _only_address(directory, environment)
        process = None if address is None else _start(address, directory, environment)
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


def _start(address: str, directory: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [environment[EXECUTABLE_VARIABLE], ATTACHED_OPTION, address],
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


def _only_address(directory: Path, environment: Mapping[str, str]) -> str | None:
    """The address under which the provider of this installation, and no other, serves all of a stack.

    None where two configurations of it would mix, where Terraform would start another provider, or none of ours.
    """
    if any(environment.get(name) for name in (REATTACH_VARIABLE, *_LOGS)):
        return None
    locked = locked_providers(directory)
    ours = [address for address in locked if is_ours(address)]
    if len(ours) != 1 or not is_launched(directory, ours[0], environment):
        return None
    if has_overrides(Path(environment[CONFIG_VARIABLE])):
        return None
    if [path.name for path in configuration_files(directory)] != [STACK_FILE]:
        return None
    stack = read_stack(directory)
    if _runs_programs(stack, locked) or not _has_one_configuration(stack):
        return None
    return ours[0]


def _runs_programs(stack: Mapping[str, Any], locked: list[str]) -> bool:
    """Whether a stack may have Terraform start programs of its author's, which see what it is attached to."""
    resources = (body for kinds in _blocks(stack.get("resource")) for body in _blocks([*kinds.values()], below=1))
    return not _RUN_PROGRAMS.isdisjoint(map(_type_of, locked)) or any("provisioner" in body for body in resources)


def _has_one_configuration(stack: Mapping[str, Any]) -> bool:
    """Whether a stack surely configures our provider once at most; modules may, too."""
    if stack.get("module"):
        return False
    needed = [some for block in _blocks(stack.get("terraform")) for some in _blocks(block.get("required_providers"))]
    others = {name for some in needed for name, item in some.items() if _is_another(item)}
    given = [item for some in _blocks(stack.get("provider")) for name, item in some.items() if name not in others]
    settings = [*_blocks(given)]
    return len(settings) <= 1 and all("alias" not in item for item in settings)  # beside an alias there is a default


def _is_another(needed: Any) -> bool:
    source = needed.get("source") if isinstance(needed, Mapping) else None
    return isinstance(source, str) and _PLAIN.fullmatch(source) is not None and _type_of(source) != _type_of(ADDRESS)


def _type_of(source: str) -> str:
    return source.rpartition("/")[2]


def _blocks(value: Any, below: int = 0) -> Iterator[Mapping[str, Any]]:
    """The blocks under a key, which Terraform takes alone and in lists, ``below`` so many labels."""
    if isinstance(value, list):
        for item in value:
            yield from _blocks(item, below)
    elif isinstance(value, Mapping):
        if below:
            yield from _blocks([*value.values()], below - 1)
        else:
            yield value
