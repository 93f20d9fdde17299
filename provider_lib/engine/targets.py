"""Which resources a user names: by the path of a construct, or by Terraform's address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from provider_lib.engine.app import Stack
from provider_lib.engine.terraform import Options
from provider_lib.errors import ConfigError

_ADDRESS = re.compile(r"(?:module\.[\w-]+(?:\[[^]]+\])?\.)*(?:data\.)?[\w-]+\.[\w-]+(?:\[[^]]+\])?")


def narrowed(options: Options, stacks: Sequence[Stack], targets: Sequence[str], replacements: Sequence[str]) -> Options:
    """The options of a plan that is about some resources only, or makes some anew.

    Args:
        options: what else the user said.
        stacks: that the plan is about.
        targets: construct paths or addresses; the path of a construct that holds others stands for all of them.
        replacements: as the targets.

    Raises:
        ConfigError: nothing has that name, or there are several stacks in which it could be.
    """
    if not targets and not replacements:
        return options
    if len(stacks) != 1:
        raise ConfigError(
            "--target and --replace are about one stack", f"Name one of: {', '.join(stack.name for stack in stacks)}."
        )
    paths = stacks[0].construct_paths
    return replace(
        options,
        targets=tuple(address for name in targets for address in _addresses(name, paths)),
        replacements=tuple(address for name in replacements for address in _addresses(name, paths)),
    )


def _addresses(name: str, paths: Mapping[str, str]) -> list[str]:
    found = [address for address, path in paths.items() if path == name or path.startswith(f"{name}/")]
    if found or name in paths:
        return found or [name]
    if _ADDRESS.fullmatch(name):  # of what is in the state only, or of one instance
        return [name]
    known = sorted({*paths.values()})
    close = get_close_matches(name, known, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"The stack has: {', '.join(known) or 'no constructs'}."
    raise ConfigError(f"No construct and no resource is {name!r}", hint)
