"""What this machine knows of moves that were begun and are not over, for ``move`` and what would come across one."""

from __future__ import annotations

from collections.abc import Iterable

from provider_lib.cli.consoles import said
from provider_lib.cli.session import Session
from provider_lib.engine.app import Stack
from provider_lib.errors import StateError
from provider_lib.state.begun_moves import BegunMove, BegunMoves
from provider_lib.state.journal import place_of


class MoveNotes:
    """The notes; one that cannot be kept is told, and keeps nobody from moving.

    Args:
        session: of the command.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept = BegunMoves(place_of(session.environ))

    def of(self, stacks: Iterable[Stack]) -> list[BegunMove]:
        """The moves of some stacks."""
        try:
            return self._kept.of(stack.directory for stack in stacks)
        except OSError as error:
            self._tell(error)
            return []

    def note(self, move: BegunMove) -> None:
        """Note how far one has come."""
        try:
            self._kept.note(move)
        except OSError as error:
            self._tell(error)

    def end(self, move: BegunMove) -> None:
        """Note that nothing is left to do about one."""
        try:
            self._kept.end(move)
        except OSError as error:
            self._tell(error)

    def _tell(self, error: OSError) -> None:
        self._session.screen.print(said(f"What a move begins cannot be noted: {error}", "yellow"))


def heed_moves(session: Session, stack: Stack) -> None:
    """Tell of a move of a stack that was cut off.

    Raises:
        StateError: one is under way, which a deploy would come across.
    """
    for move in MoveNotes(session).of([stack]):
        if move.is_under_way:
            raise StateError(f"The move of {move.title} is under way", "Deploy when it has ended.")
        session.screen.print(
            said(f"{stack.name}: the move of {move.title} was cut off. Go on with it: {move.command}", "yellow")
        )
