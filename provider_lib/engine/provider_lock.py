"""Makes ``terraform providers lock`` find our provider.

That command ignores ``provider_installation`` and asks each provider's origin host, which for ours does not exist
(cdktf runs it after every first ``init``). So our provider is locked from its mirror, and the others as Terraform does.
"""

from __future__ import annotations

import re
from pathlib import Path

from provider_lib.provider_source import is_ours

_LOCKED = re.compile(r'^provider "([^"]+)"', re.MULTILINE)
LOCK_FILE = ".terraform.lock.hcl"


def lock_commands(arguments: list[str], directory: Path, mirror: Path) -> list[list[str]]:
    """The commands to run for ``arguments``: itself, unless it would lock our provider from its origin.

    Args:
        arguments: of the Terraform command line.
        directory: where it runs; ``-chdir`` is honoured.
        mirror: holds our provider.
    """
    chdir = [argument for argument in arguments if argument.startswith("-chdir=")]
    command = [argument for argument in arguments if argument not in chdir]
    options = command[2:]
    says_from_where = any(option.lstrip("-").startswith(("fs-mirror", "net-mirror")) for option in options)
    names_providers = any(not option.startswith("-") for option in options)
    if command[:2] != ["providers", "lock"] or says_from_where or names_providers:
        return [arguments]
    locked = locked_providers(folder_of(arguments, directory))
    ours = [address for address in locked if is_ours(address)]
    if not ours:
        return [arguments]
    others = [address for address in locked if address not in ours]
    commands = [[*chdir, "providers", "lock", f"-fs-mirror={mirror}", *options, *ours]]
    return [*commands, [*arguments, *others]] if others else commands


def folder_of(arguments: list[str], directory: Path) -> Path:
    """The folder that a command line is about: where it runs, unless ``-chdir`` says another."""
    for argument in arguments:
        if argument.startswith("-chdir="):
            directory = directory / argument.removeprefix("-chdir=")
    return directory


def locked_providers(directory: Path) -> list[str]:
    """The addresses of the providers in the directory's lock file; none when it has no lock file."""
    try:
        return _LOCKED.findall((directory / LOCK_FILE).read_text(errors="replace"))
    except FileNotFoundError:
        return []
