"""Where in the app a resource comes from: its construct, and the line that made it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provider_lib.engine.construct_paths import construct_paths

LINES_FILE = "source_lines.json"
_LINE = re.compile(r"(?P<file>.+), line (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a resource.

    Args:
        construct: path of the construct.
        line: ``/home/me/app/main.py, line 12``; empty when nothing notes it.
    """

    construct: str
    line: str = ""


def origins(directory: Path) -> dict[str, Origin]:
    """Address -> origin for the stack in a folder; empty when it is not synthesized."""
    lines = _lines(directory)
    return {address: Origin(path, lines.get(path, "")) for address, path in construct_paths(directory).items()}


def _lines(directory: Path) -> Mapping[str, str]:
    """Construct path -> line, as the constructs noted it; nothing where none of them did."""
    try:
        noted = json.loads((directory / LINES_FILE).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    items = noted.items() if isinstance(noted, Mapping) else ()
    found = {path: _LINE.fullmatch(line) for path, line in items if isinstance(line, str)}
    return {path: f"{(directory / it['file']).resolve()}, line {it['number']}" for path, it in found.items() if it}
