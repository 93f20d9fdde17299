"""HTML, and the only place where text becomes part of it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from provider_lib.legible import legible

_VOID = ("meta", "br", "input")


class Markup(str):
    """HTML. Whatever is made of it by other means than ``tag`` and ``joined`` is text again, and escaped."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: str | bool | None) -> Markup:
    """An element.

    Args:
        name: of the element.
        inside: markup, and text, which is escaped.
        attributes: ``class_`` is class, ``stroke_width`` is stroke-width; without those that are None or False.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_escaped(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    closed = "" if name in _VOID else f"{joined(inside)}</{name}>"
    return Markup(f"<{name}{written}>{closed}")


def joined(parts: Iterable[str]) -> Markup:
    """Markup of parts that are markup, or text, which is escaped."""
    return Markup("".join(part if isinstance(part, Markup) else _escaped(part) for part in parts))


def _escaped(text: str) -> str:
    """A text that means nothing, turns no line around and has no character that is not seen."""
    return escape(legible(text, kept=""))
