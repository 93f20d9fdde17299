"""Since when something is not as it should be, as far as anybody noted that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from provider_lib.review.masking import without_credentials
from provider_lib.spec import Resource

Witness = Literal["server", "journal", "state"]
"""Who tells: the server of the object, the provider's journal of what a run began, the file that holds the state."""

SAYS: Final[Mapping[Witness, str]] = {
    "server": "changed last {}, its server says",
    "journal": "a deploy that broke off was at work on it {}",
    "state": "the state of {} does not know of it",
}


@dataclass(frozen=True, slots=True)
class Since:
    """When something became as it is.

    Args:
        time: the last change, the deploy that broke off, or the state that is older than the change.
        witness: who tells.
    """

    time: str
    witness: Witness

    def __str__(self) -> str:
        return SAYS[self.witness].format(self.time)


def by_server(declared: type[Resource] | None, now: Mapping[str, Any] | None) -> Since | None:
    """When an object was changed last, where its server tells that.

    Args:
        now: the object as its server has it.
    """
    time = now.get(declared.changed_at) if declared is not None and declared.changed_at and now else None
    return Since(without_credentials(time), "server") if isinstance(time, str) else None


def by_journal(entries: Iterable[Mapping[str, Any]], type_name: str, identity: str) -> Since | None:
    """When a run that broke off began something with an object.

    Args:
        entries: what was begun and is in no state.
        type_name: of the object.
        identity: what its server calls it.
    """
    for entry in entries:
        name, began = entry.get("name"), entry.get("began")
        is_it = entry.get("type_name") == type_name and isinstance(name, str) and name.endswith(f" {identity}")
        if is_it and isinstance(began, int | float):
            return Since(f"{datetime.fromtimestamp(began, UTC):%Y-%m-%d %H:%M:%S} UTC", "journal")
    return None
