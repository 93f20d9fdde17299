"""Where the journal is: outside of the code and of every stack, since a stack's folder is easily thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

VARIABLE: Final = "SLUICE_JOURNAL"
"""Names another folder."""

OFF: Final = "off"


def place_of(environ: Mapping[str, str]) -> Path | None:
    """The folder: ``$SLUICE_JOURNAL``, else below ``$SLUICE_HOME``, ``$XDG_STATE_HOME`` or ``~/.local/state``.

    None when it is switched off, or when none of these says where.
    """
    given = environ.get(VARIABLE)
    if given:
        return None if given == OFF else Path(given).absolute()
    if home := environ.get("SLUICE_HOME"):
        return Path(home).absolute() / "journal"
    states = environ.get("XDG_STATE_HOME") or (environ.get("HOME") and f"{environ['HOME']}/.local/state")
    return Path(states).absolute() / "sluice" / "journal" if states else None
