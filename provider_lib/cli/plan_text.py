"""Plans and reports on a terminal.

The colours are ours: what a plan quotes of a server or a state may hold others, which paint or hide what they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rich.text import Text

from provider_lib.legible import legible

_SIGNS = {"+": "green", "-": "red", "~": "yellow", "-/+": "red", "+/-": "green", "<=": "cyan"}
_SIGN = re.compile(rf"^ *({'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))}) ", re.MULTILINE)
_HEADING = re.compile(r"^ *# .*$|^Plan:|^Terraform will perform.*$", re.MULTILINE)

_STYLES: Final[Mapping[str, str]] = {
    "safe": "bold green",
    "restarts": "bold cyan",
    "gap": "bold yellow",
    "duplicates": "bold yellow",
    "loss": "bold red",
    "lockout": "bold red",
    "head": "bold",
    "trouble": "red",
    "remark": "yellow",
    "small": "dim",
}


def painted(plan: str) -> Text:
    """A plan in colours, of which it has none of its own."""
    text = Text(legible(plan))
    for found in _SIGN.finditer(text.plain):
        text.stylize(_SIGNS[found[1]], *found.span(1))
    for found in _HEADING.finditer(text.plain):
        text.stylize("bold", *found.span())
    return text


def painted_lines(lines: Iterable[tuple[str, str]]) -> Text:
    """The lines of a report, each in the colour of what it is."""
    return Text.assemble(*((f"{words}\n", _STYLES.get(what, "")) for words, what in lines))
