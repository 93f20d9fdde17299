"""Since when something is as it is, as far as somebody has watched: no API tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provider_lib.fleet.status import Status

Sight = tuple[str | None, str, int]
"""What counts as being in the same state: the server's word, the verdict, and how many tasks have failed."""


class Sightings:
    """When everything was first seen in the state in which it was seen last."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[Sight, str]] = {}

    def since(self, statuses: Sequence[Status], now: str) -> list[Status]:
        """The same, each with the time at which it was first seen so.

        Args:
            now: the time, as it is shown.
        """
        return [replace(status, since=self._first(status, now)) for status in statuses]

    def _first(self, status: Status, now: str) -> str:
        key, sight = (status.stack, status.address), (status.state, status.verdict, status.failed)
        before = self._seen.get(key)
        if before is None or before[0] != sight:
            before = self._seen[key] = (sight, now)
        return before[1]
