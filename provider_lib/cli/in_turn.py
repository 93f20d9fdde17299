"""Several stacks, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provider_lib.engine.app import Stack
from provider_lib.errors import SluiceError


def in_turn(stacks: Sequence[Stack], do: Callable[[Stack], None], undone: str) -> None:
    """Do something with each stack; the first that fails ends it, and the rest is named.

    Args:
        stacks: in their order.
        do: what.
        undone: what the others are then: "Not deployed".
    """
    for number, stack in enumerate(stacks):
        try:
            do(stack)
        except SluiceError as error:
            left = ", ".join(item.name for item in stacks[number + 1 :])
            rest = f"{undone}: {left}" if left else ""
            raise error.but(
                summary=f"{stack.name}: {error.summary}", detail=f"{error.detail}\n\n{rest}".strip()
            ) from error
