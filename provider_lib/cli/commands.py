"""Groups of commands that know what somebody means by a part of a command's name."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class Commands(TyperGroup):
    """A group that answers to ``keys`` with ``agent-keys``, of which a comparison of letters thinks last."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command by its name, or say which one may be meant."""
        asked = args[0] if args else ""
        meant = [name for name in self.commands if "-" in name and asked.rstrip("s") in _words(name)]
        if asked not in self.commands and len(meant) == 1:
            ctx.fail(f"No such command {asked!r}. Did you mean {meant[0]!r}?")
        return super().resolve_command(ctx, args)


def _words(name: str) -> list[str]:
    return [word.rstrip("s") for word in name.split("-")]
