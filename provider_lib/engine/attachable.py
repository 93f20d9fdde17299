"""Whether Terraform may be attached to one provider process: nothing can mix there, and nobody else is meant.

docs/design/one-provider-process.md says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from provider_lib import ADDRESS, REATTACH_VARIABLE
from provider_lib.engine.cli_config import has_overrides
from provider_lib.engine.install import CONFIG_VARIABLE, is_launched
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


def only_address(directory: Path, environment: Mapping[str, str]) -> str | None:
    """The address under which the provider of this installation, and no other, serves all of a stack.

    None where two configurations of it would mix, where Terraform would start another provider, or none of ours.

    Args:
        directory: of the stack, initialized.
        environment: of Terraform.

    Raises:
        OSError: something that Terraform reads cannot be read.
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
