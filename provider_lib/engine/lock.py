"""Who holds the lock of a state, as Terraform tells it in an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from provider_lib.engine.postgres import tells_of_lock
from provider_lib.errors import EngineError

_FIELD = re.compile(r"^\s+(ID|Path|Operation|Who|Created):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)\S* ?(?:\+0000 UTC)?$")
_RELEASES = 4
"""How often in a row others may be met who release the lock at that moment."""

_RELEASED = re.compile(r"NoSuchKey|\.lock\.info: no such file")
_REFUSED = "Error acquiring the state lock"
_OPERATIONS = {"OperationTypePlan": "a diff", "OperationTypeApply": "a deploy", "OperationTypeRefresh": "a refresh"}


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock on a state.

    Args:
        id: by which it is taken away; empty when it lasts as long as a connection, and only that backend knows whose.
        holder: user and machine.
        operation: what they do with it.
        since: when it was taken; None when that is not told.
    """

    id: str
    holder: str
    operation: str
    since: datetime | None

    @classmethod
    def told_in(cls, text: str) -> Lock | None:
        """The lock that a text tells of, if it does."""
        _, told, info = text.partition("Lock Info:")
        fields: dict[str, str] = dict(_FIELD.findall(info)) if told else {}
        if not fields.get("ID"):
            return None
        if tells_of_lock(text):
            return cls("", "another run", "", None)
        operation = fields.get("Operation", "")
        return cls(
            fields["ID"],
            fields.get("Who") or "somebody unknown",
            _OPERATIONS.get(operation, operation or "something unknown"),
            _moment(fields.get("Created", "")),
        )

    def __str__(self) -> str:
        if not self.id:
            return f"{self.holder} holds the lock"
        since = f" since {_ago(self.since)}" if self.since else ""
        return f"{self.holder} holds the lock{since}, for {self.operation} (lock {self.id})"


Returned = TypeVar("Returned")


def through_releases(command: Callable[[], Returned]) -> Returned:
    """Run a command that takes the lock, again when who held it released it before Terraform had asked who that is.

    Terraform waits for a holder that it knows only; without a lock it has done nothing yet.

    Args:
        command: runs it.

    Raises:
        EngineError: it failed otherwise, or others take and release the lock all the time.
    """
    for _ in range(_RELEASES):
        try:
            return command()
        except EngineError as error:
            said = f"{error.summary}\n{error.detail}"
            if not (_REFUSED in said and _RELEASED.search(said)):
                raise
    return command()


def _moment(text: str) -> datetime | None:
    found = _MOMENT.match(text)
    return datetime.fromisoformat(f"{found[1]}T{found[2]}+00:00") if found else None


def _ago(moment: datetime) -> str:
    """The moment, and how long ago that is."""
    minutes = int((datetime.now(UTC) - moment).total_seconds()) // 60
    amount, unit = (minutes, "minutes") if minutes < 120 else (minutes // 60, "hours")
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC ({amount} {unit} ago)"
