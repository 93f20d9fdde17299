"""One provider process for a run of Terraform, which would start three for a plan and two for an apply.

docs/design/one-provider-process.md says where that is safe, and what it saves.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Final

from provider_lib import ATTACHED_OPTION, REATTACH_VARIABLE
from provider_lib.engine.cli_config import has_overrides
from provider_lib.engine.install import CONFIG_VARIABLE, EXECUTABLE_VARIABLE, is_launched
from provider_lib.engine.process import PRIVATE
from provider_lib.engine.provider_lock import locked_providers
from provider_lib.engine.provider_sources import configuration_files
from provider_lib.engine.stack_file import STACK_FILE, read_stack
from provider_lib.provider_source import is_ours

_LOGS: Final = ("TF_LOG", "TF_LOG_PROVIDER")
"""Who asks for these wants the provider's log, which Terraform has of what it starts alone."""

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
    address = _only_address(directory, environment)
    if address is None:
        yield {}
        return
    process = subprocess.Popen(
        [environment[EXECUTABLE_VARIABLE], ATTACHED_OPTION, address],
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a start that fails is told by the one that Terraform then makes
        process_group=0,
        umask=PRIVATE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = process.stdout.readline().decode().strip()
        yield {REATTACH_VARIABLE: told} if told else {}
    finally:
        process.stdout.close()
        process.stdin.close()
        _reap(process)


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
    ours = [address for address in locked_providers(directory) if is_ours(address)]
    if len(ours) != 1 or not is_launched(directory, ours[0], environment):
        return None
    if has_overrides(Path(environment[CONFIG_VARIABLE])):
        return None
    if [path.name for path in configuration_files(directory)] != [STACK_FILE]:
        return None
    return ours[0] if _configurations(read_stack(directory), ours[0]) <= 1 else None


def _configurations(stack: Mapping[str, Any], address: str) -> float:
    """How often a stack configures the provider of an address; without end where modules may."""
    if stack.get("module"):
        return float("inf")
    needed = stack.get("terraform", {}).get("required_providers", {})
    names = {name for name, item in needed.items() if isinstance(item, Mapping) and item.get("source") == address}
    given = [stack.get("provider", {}).get(name, []) for name in names]
    settings = [item for some in given for item in (some if isinstance(some, list) else [some])]
    has_default = any("alias" not in item for item in settings)
    return len(settings) if has_default else len(settings) + 1  # what names none of them has an empty one
