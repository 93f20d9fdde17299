"""A plan as Terraform shows it to people.

The colours are ours: what a plan quotes of a server or a state may hold others, which paint or hide what they like.
"""

from __future__ import annotations

import re

from rich.text import Text

from provider_lib.legible import legible

_SIGNS = {"+": "green", "-": "red", "~": "yellow", "-/+": "red", "+/-": "green", "<=": "cyan"}
_SIGN = re.compile(rf"^ *({'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))}) ", re.MULTILINE)
_HEADING = re.compile(r"^ *# .*$|^Plan:|^Terraform will perform.*$", re.MULTILINE)


def painted(plan: str) -> Text:
    """A plan in colours, of which it has none of its own."""
    text = Text(legible(plan))
    for found in _SIGN.finditer(text.plain):
        text.stylize(_SIGNS[found[1]], *found.span(1))
    for found in _HEADING.finditer(text.plain):
        text.stylize("bold", *found.span())
    return text
