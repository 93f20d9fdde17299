"""Markdown for the reference."""

from __future__ import annotations

from collections.abc import Iterable

from provider_lib.spec.types import Bool, Dynamic, List, Map, Number, Object, Set, String, Type

_SIMPLE_WORDS: dict[type, str] = {
    String: "string",
    Number: "number",
    Bool: "bool",
    Object: "object",
    Dynamic: "any",
}


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; cells may hold any text."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def type_words(kind: Type) -> str:
    """A type in Terraform's words, e.g. ``map of string``."""
    match kind:
        case List(of=item):
            return f"list of {type_words(item)}"
        case Set(of=item):
            return f"set of {type_words(item)}"
        case Map(of=item):
            return f"map of {type_words(item)}"
        case _:
            return _SIMPLE_WORDS[type(kind)]
