"""Settings of the sandbox's behaviour that can be changed while it runs.

Where a vendor's documents leave something open, a switch lets a test take each reading in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from provider_lib.errors import ConfigError


class SwitchBoard(BaseModel):
    """Base of one part's switches: frozen values with a default each, unknown names refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Board = TypeVar("Board", bound=SwitchBoard)


class Switches:
    """The switches of every part, by the part's name.

    Args:
        boards: the class of each part's switches, by part name.
        start: values other than the defaults: ``{"lenses": {"create_status": 200}}``.
    """

    def __init__(
        self, boards: Mapping[str, type[SwitchBoard]], start: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._boards = boards
        self._start = start or {}
        self._current: dict[type[SwitchBoard], SwitchBoard] = {}
        self.reset()

    def of(self, board: type[Board]) -> Board:
        """The current switches of the part whose board is ``board``."""
        current = self._current[board]
        assert isinstance(current, board)
        return current

    def values(self) -> dict[str, Any]:
        """Every switch as JSON, by part."""
        return {name: self._current[board].model_dump(mode="json") for name, board in self._boards.items()}

    def change(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """Turn some switches; either all of ``changes`` are taken or none.

        Raises:
            ConfigError: a part is unknown.
            pydantic.ValidationError: a switch is unknown or its value cannot be used.
        """
        changed = {}
        for name, values in changes.items():
            if name not in self._boards:
                raise ConfigError(
                    f"The sandbox has no part named {name!r}", f"Its parts are: {', '.join(self._boards)}."
                )
            board = self._boards[name]
            changed[board] = board.model_validate({**self._current[board].model_dump(), **values})
        self._current.update(changed)

    def reset(self) -> None:
        """Return every switch to where it was at the start."""
        self._current = {board: board() for board in self._boards.values()}
        self.change(self._start)
