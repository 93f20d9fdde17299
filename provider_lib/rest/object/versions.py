"""Which version a server is, asked once."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from provider_lib.dataclass import dataclass
from provider_lib.errors import ApiError, UnexpectedAnswer
from provider_lib.rest.api.messages import Request
from provider_lib.rest.api.shared import Shared
from provider_lib.rest.json.paths import dig
from provider_lib.spec import ServerVersion, System

if TYPE_CHECKING:
    from provider_lib.rest.api.client import Client

WHAT = "tell its version"


class Versions:
    """The versions of the servers of one configured provider."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, Shared[str]] = {}

    def of(self, client: Client, system: System, deadline: float | None) -> Version:
        """The version of a server.

        Args:
            client: the server.
            system: says how it is asked.
            deadline: monotonic seconds until which the answer is waited for.

        Raises:
            SluiceError: it cannot be asked.
        """
        version = system.version
        if version is None:
            return Version("")
        with self._lock:
            told = self._told.setdefault(client.name, Shared())
        what = f"{system.title} cannot be reached to {WHAT}"
        text = told.get(lambda: _ask(client, version, deadline), what=what, deadline=deadline)
        return Version(text, version)


@dataclass(frozen=True, slots=True)
class Version:
    """What a server says of its version.

    Args:
        told: in its own words; empty when it does not tell.
        counts: how those are made into the numbers in which ``since`` counts.
    """

    told: str
    counts: ServerVersion | None = None

    def is_at_least(self, since: str | None) -> bool:
        """Whether it is ``since`` or newer; always, when that is None or the server does not tell."""
        return not (since and self.told) or parse(self._own) >= parse(since)

    def is_surely(self, since: str | None) -> bool:
        """Whether the server has told it, where it could, and it is ``since`` or newer."""
        return bool(self.told and self.is_at_least(since)) if self.counts is not None else since is None

    def __str__(self) -> str:
        """In words: ``version 3.4.1``."""
        return f"version {self.told}" if self._own == self.told else f"version {self._own} ({self.told})"

    @property
    def _own(self) -> str:
        return self.told if self.counts is None else counted(self.told, self.counts)


def _ask(client: Client, version: ServerVersion, deadline: float | None) -> str:
    """The version in the server's words, empty when it does not tell."""
    call = version.call
    request = Request(method=call.method, path=call.path, repeatable=True, deadline=deadline, what=WHAT)
    try:
        answer = client.send(request)
    except UnexpectedAnswer:
        return ""
    except ApiError as error:
        if error.status >= 500:
            raise
        return ""  # a proxy may keep to itself what does not concern its users
    told = dig(answer.body, version.path)
    return told if isinstance(told, str) and parse(told) else ""


def counted(told: str, version: ServerVersion) -> str:
    """A version in the numbers in which ``since`` counts."""
    for pattern, own in version.renumbered.items():
        if match := re.match(pattern, told):
            return match.expand(own)
    return told


def parse(text: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version: 3.7.1-rc2 is (3, 7, 1)."""
    match = re.match(r"\d{1,9}(\.\d{1,9})*", text)
    return tuple(int(part) for part in match.group().split(".")) if match else ()
