"""Under which addresses the stack in a folder, and its state, ask for our provider."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from provider_lib.engine.provider_lock import LOCK_FILE
from provider_lib.errors import StateError
from provider_lib.provider_source import is_ours, sources_named_in

_CONFIGURATION = ("*.tf", "*.tf.json", "*.tofu", "*.tofu.json")


def configuration_files(directory: Path) -> list[Path]:
    """What Terraform reads as the configuration in a folder."""
    return [path for pattern in _CONFIGURATION for path in sorted(directory.glob(pattern))]


def sources_in(directory: Path) -> list[str]:
    """The addresses in the configuration of a folder, and then those that its lock file has beside them."""
    files = [*configuration_files(directory), directory / LOCK_FILE]
    texts = [path.read_text(errors="replace") for path in files if path.is_file()]
    return sources_named_in("\n".join(texts))


def left_behind(directory: Path, complaint: str) -> str:
    """What to do when Terraform looks for our provider where only the state still has it; empty when it does not.

    Args:
        directory: of the stack.
        complaint: Terraform's.
    """
    asked = sources_in(directory)
    old = [
        found for found in re.findall(r"[\w.:-]+/[\w-]+/sluice\b", complaint) if is_ours(found) and found not in asked
    ]
    if not asked or not old:
        return ""
    return (
        f"The code asks for {asked[0]}; it is the state that still has {old[0]}. "
        f"To move it there: sluice provider move-address {directory.name}"
    )


def sources_in_state(state: str) -> Counter[str]:
    """The addresses in a state, and how many resources each of them has there.

    Args:
        state: as its backend has it; empty when there is none.

    Raises:
        StateError: it cannot be read.
    """
    try:
        resources: list[Any] = json.loads(state).get("resources", []) if state.strip() else []
        return Counter(source for item in resources for source in sources_named_in(item["provider"]))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise StateError("The state cannot be read", "It is not what Terraform writes.") from error
