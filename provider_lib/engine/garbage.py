"""How seldom the core collects its garbage: a large apply spends a third of its processor time on that."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from provider_lib.engine.provider_lock import locked_providers
from provider_lib.provider_source import is_ours

PERCENT: Final = "GOGC"
LIMIT: Final = "GOMEMLIMIT"

_OF_THE_CONTAINER: Final = Path("/sys/fs/cgroup/memory.max")


def seldom(environ: Mapping[str, str], directory: Path, container: Path = _OF_THE_CONTAINER) -> dict[str, str]:
    """Settings of Go's runtime for a core that works on the stack in a folder.

    None where somebody chose their own, or where other providers take part: they are Go, and would inherit them. From
    half of the machine's memory on, garbage is collected as often as it must be.

    Args:
        environ: of the core.
        directory: of the stack, initialized.
        container: says how many bytes of memory there may be, where Linux limits them.
    """
    providers = locked_providers(directory)
    if PERCENT in environ or LIMIT in environ or not providers or not all(map(is_ours, providers)):
        return {}
    return {PERCENT: "400", LIMIT: str(_memory(container) // 2)}


def _memory(container: Path) -> int:
    """Bytes of memory that there are for us."""
    of_machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(of_machine, int(container.read_text()))
    except (OSError, ValueError):  # there is none, or it says "max"
        return of_machine
