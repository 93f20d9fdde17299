"""Steps one after the other: where one fails, those before it are undone, or what is left of them is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from provider_lib.errors import Cancelled, SluiceError

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done.

    Args:
        doing: what, as it is told: "stop default/orders".
        do: does it.
        undo: takes it back, also where it was only begun; None where there is nothing to take back.
        undoing: what that does, and what somebody does by hand where it fails.
        is_final: once it is begun, nothing is undone any more.
        by_hand: how somebody does it; as ``doing`` when left out.
    """

    doing: str
    do: Callable[[], object]
    undo: Callable[[], object] | None = None
    undoing: str = ""
    is_final: bool = False
    by_hand: str = ""


def carry_out(steps: Sequence[Step], tell: Tell, undone: Callable[[], object] = lambda: None) -> None:
    """Do one thing after the other.

    Args:
        steps: the things.
        tell: hears what is done.
        undone: is called when a step has failed, and all of them are undone.

    Raises:
        SluiceError: that of the step that failed, with what became of those before it.
        Cancelled: the user interrupted it.
    """
    for number, step in enumerate(steps):
        tell(step.doing)
        try:
            step.do()
        except (SluiceError, KeyboardInterrupt) as cause:
            if step.is_final:
                raise _told(step, cause, _left(steps[number:])) from cause
            left = _undo(steps[: number + 1], tell)
            if not left:
                undone()
            raise _told(step, cause, _by_hand(left)) from cause


def _told(step: Step, cause: SluiceError | KeyboardInterrupt, rest: str) -> SluiceError:
    if isinstance(cause, KeyboardInterrupt):
        return Cancelled(f"Interrupted in the step: {step.doing}", rest)
    detail = f"{cause.detail}\n{rest}" if cause.detail else rest
    return cause.but(summary=f"Could not {step.doing}: {cause.summary}", detail=detail)


def _left(steps: Sequence[Step]) -> str:
    """What is still to be done, all of it after the point from which nothing is undone."""
    return "What is left to do: " + "; ".join(step.by_hand or step.doing for step in steps) + "."


def _undo(steps: Sequence[Step], tell: Tell) -> list[str]:
    """Take back what was done and begun, the last first; what could not be."""
    left: list[str] = []
    for step in reversed(steps):
        if step.undo is None:
            continue
        tell(step.undoing)
        try:
            step.undo()
        except (SluiceError, KeyboardInterrupt) as error:
            why = error.summary if isinstance(error, SluiceError) else "interrupted"
            left.append(f"{step.undoing} ({why})")
    return left


def _by_hand(left: Sequence[str]) -> str:
    if left:
        return "Not all that was done could be undone. Do by hand: " + "; ".join(left) + "."
    return "All that was done is undone."
