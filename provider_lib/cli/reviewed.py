"""What was reviewed: a digest, or a file with the reports of several stacks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from provider_lib.errors import ConfigError

_DIGEST: Final = re.compile(r"\d+:[0-9a-f]+")


ReviewedStack = Mapping[str, Any]
"""What a report in JSON says of a stack; of one that is known by its digest only that."""


def reviewed_stacks(given: str, stacks: Sequence[str]) -> Mapping[str, ReviewedStack]:
    """What was reviewed of stacks, by name.

    Args:
        given: a digest, or the path of a report in JSON.
        stacks: the names of those that are chosen.

    Raises:
        ConfigError: it does not say what was reviewed of each of them.
    """
    if _DIGEST.fullmatch(given):
        if len(stacks) != 1:
            raise ConfigError("A digest is of one stack", f"Give --reviewed with one of: {', '.join(stacks)}.")
        return {stacks[0]: {"digest": given}}
    found = _in_file(Path(given))
    if missing := [name for name in stacks if name not in found]:
        raise ConfigError(
            f"{given} has no review of {', '.join(missing)}",
            f"It is of {', '.join(found) or 'no stack'}. Nothing was changed.",
        )
    if by_code := [name for name in stacks if found[name].get("since")]:
        raise ConfigError(
            f"{given} compares only the code of {', '.join(by_code)}",
            "A review of a plan is what `sluice review` makes.",
        )
    return {name: found[name] for name in stacks}


def _in_file(path: Path) -> dict[str, ReviewedStack]:
    how = "Give the digest of a report, or a file that `sluice review --format json --out FILE` wrote."
    try:
        document: Any = json.loads(path.read_bytes())
        return {str(stack["name"]): {**stack, "digest": str(stack["digest"])} for stack in document["stacks"]}
    except OSError as error:
        raise ConfigError(f"--reviewed {path} is no digest, and no file: {error.strerror}", how) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ConfigError(f"--reviewed {path} is no report in JSON", how) from error
