"""Text that comes from elsewhere, made safe to show: it steers no terminal, turns no line around and has an end."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

KEPT = "\n\t"


def legible(text: str, longest: int | None = None, *, kept: str = KEPT) -> str:
    """A text without characters that are not seen, and cut to a length; secrets must be masked before.

    Args:
        text: control characters, directional marks and the like become escapes such as ``\\x1b``.
        longest: characters that are kept, all when left out.
        kept: those that are not seen, and meant.
    """
    text = text.replace("\r\n", "\n")
    cut = f"... ({len(text) - longest} characters more)" if longest is not None and len(text) > longest else ""
    text = text[:longest]
    if text.isprintable():
        return text + cut
    return "".join(char if char in kept or _is_seen(char) else _escaped(char) for char in text) + cut


def legible_json(value: Any) -> str:
    """A value as JSON to read, whose texts are safe to show and the same when they are decoded."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return "".join(char if char == "\n" or _is_seen(char) else json.dumps(char)[1:-1] for char in text)


def _is_seen(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode()
