"""Text that comes from elsewhere, made safe to show: it steers no terminal, turns no line around and has an end."""

from __future__ import annotations

import unicodedata

KEPT = "\n\t"


def legible(text: str, longest: int) -> str:
    """A text without characters that are not seen, and cut to a length; secrets must be masked before.

    Args:
        text: control characters, directional marks and the like become escapes such as ``\\x1b``.
        longest: characters that are kept.
    """
    text = text.replace("\r\n", "\n")
    cut = f"... ({len(text) - longest} characters more)" if len(text) > longest else ""
    return "".join(map(_shown, text[:longest])) + cut


def _shown(char: str) -> str:
    if char in KEPT or char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return char.encode("unicode_escape").decode()
