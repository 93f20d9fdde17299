"""A slip in a declaration, told: what is wrong, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from provider_lib.errors import DeclarationError

Slips = Iterator[DeclarationError]


def slip(where: str, what: str, instead: str) -> DeclarationError:
    """That something is wrong.

    Args:
        where: the class, and the attribute in which it stands.
        what: is wrong there, as the end of a sentence that begins with ``where``.
        instead: what to write.
    """
    return DeclarationError(f"{where} {what}", instead)


def unknown(where: str, kind: str, name: str, known: Collection[str]) -> DeclarationError:
    """That a name means nothing.

    Args:
        where: the class, and the attribute in which it stands.
        kind: what it should name: "field".
        name: the name.
        known: what could be meant.
    """
    return slip(where, f"names no {kind}: {name}", did_you_mean(name, known))


def did_you_mean(name: str, known: Collection[str]) -> str:
    """What could be meant by a name: the nearest of what is known, or all of it."""
    close = nearest(name, known)
    if close is not None:
        return f"Did you mean `{close}`?"
    return f"It can be {', '.join(f'`{item}`' for item in known)}." if known else "There is none."


def nearest(name: str, known: Collection[str], likeness: float = 0.6) -> str | None:
    """What a misspelt name is most like; None when it is like nothing.

    Args:
        name: as it was written.
        known: what could be meant.
        likeness: from 0 to 1, below which nothing is meant.
    """
    import difflib  # rarely needed

    return next(iter(difflib.get_close_matches(name, known, 1, likeness)), None)
