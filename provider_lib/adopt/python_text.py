"""Python as ruff and black would leave it: expressions, on one line where they fit and else an item a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 88
"""Columns of a line: what formatters take where nobody says otherwise."""

STEP = "    "
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ENDS = re.compile(r"(?<=[\n,; ])")


@dataclass(frozen=True, slots=True)
class Atom:
    """A name, a number or the like."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""

    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Items between brackets.

    Args:
        opening: with what stands before it: ``Connector(``.
        items: each with what stands before it: ``name=`` or ``"topics": ``.
        closing: the bracket.
        spread: an item a line, however short they are.
    """

    opening: str
    items: Sequence[tuple[str, Node]]
    closing: str
    spread: bool = False


Node = Atom | Text | Group


def written(node: Node, before: str = "", after: str = "", indent: str = "") -> str:
    """The lines of an expression.

    Args:
        node: the expression.
        before: what stands before it in its line, after the indentation.
        after: what stands behind it in its last line.
        indent: of its line.
    """
    flat = f"{indent}{before}{_flat(node)}{after}"
    if isinstance(node, Atom) or (_width(flat) <= WIDTH and not _is_spread(node)):
        return flat
    if isinstance(node, Text):
        return _wrapped(node.value, before, after, indent) or flat
    if not node.items:
        return flat
    lines = [written(item, start, ",", indent + STEP) for start, item in node.items]
    return "\n".join([f"{indent}{before}{node.opening}", *lines, f"{indent}{node.closing}{after}"])


def quoted(text: str) -> str:
    """A literal, between the quotes that need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(letter, quote) for letter in text) + quote


def _escaped(letter: str, quote: str) -> str:
    if letter == quote:
        return f"\\{quote}"
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _flat(node: Node) -> str:
    match node:
        case Atom(text):
            return text
        case Text(value):
            return quoted(value)
        case Group(opening, items, closing):
            return f"{opening}{', '.join(f'{start}{_flat(item)}' for start, item in items)}{closing}"


def _is_spread(node: Node) -> bool:
    return isinstance(node, Group) and (node.spread or any(_is_spread(item) for _, item in node.items))


def _wrapped(text: str, before: str, after: str, indent: str) -> str | None:
    """A long text as several literals that Python joins; None where it has no place to part it."""
    room = WIDTH - len(indent) - len(STEP)
    if _width(quoted(text)) <= room:
        return None  # formatters join what fits into a line
    pieces = list(_pieces(text, room))
    if len(pieces) < 2 or any(_width(quoted(piece)) > room for piece in pieces):
        return None
    lines = [f"{indent}{STEP}{quoted(piece)}" for piece in pieces]
    return "\n".join([f"{indent}{before}(", *lines, f"{indent}){after}"])


def _pieces(text: str, room: int) -> Iterator[str]:
    piece = ""
    for part in _ENDS.split(text):
        if piece and (piece.endswith("\n") or _width(quoted(piece + part)) > room):
            yield piece
            piece = ""
        piece += part
    if piece:
        yield piece


def _width(line: str) -> int:
    return sum(map(_columns, line))


def _columns(letter: str) -> int:
    """How wide a letter is: an accent of its own stands above the letter before it."""
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
