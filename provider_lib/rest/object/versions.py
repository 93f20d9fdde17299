"""Which version a server is, asked once."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer
from provider_lib.rest.api.messages import Request
from provider_lib.rest.json.paths import dig
from provider_lib.spec import ServerVersion, System

if TYPE_CHECKING:
    from provider_lib.rest.api.client import Client


class Versions:
    """The versions of the servers of one configured provider."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, str | None] = {}

    def knows(self, client: Client, system: System, since: str | None) -> bool:
        """Whether a server is at least of version ``since``; always, when that is None or it does not tell."""
        if since is None or system.version is None:
            return True
        told = self._of(client, system, system.version)
        return told is None or parse(counted(told, system.version)) >= parse(since)

    def surely_knows(self, client: Client, system: System, since: str | None) -> bool:
        """Whether a server has told a version, and is at least of version ``since``."""
        if system.version is None:
            return since is None
        return self._of(client, system, system.version) is not None and self.knows(client, system, since)

    def require(self, client: Client, system: System, since: str | None, what: str) -> None:
        """Refuse what a server of this version cannot do.

        Raises:
            ConfigError: it is too old.
        """
        if not self.knows(client, system, since):
            raise ConfigError(
                f"{system.title} cannot {what}: it is {self.words(client, system)}",
                f"That needs version {since} or newer.",
            )

    def words(self, client: Client, system: System) -> str:
        """The version of a server that told it: ``version 3.4.1``."""
        assert system.version is not None
        told = self._of(client, system, system.version) or ""
        own = counted(told, system.version)
        return f"version {told}" if own == told else f"version {own} ({told})"

    def _of(self, client: Client, system: System, version: ServerVersion) -> str | None:
        """The version in the server's words, None when it does not tell."""
        with self._lock:
            if client.name not in self._told:
                self._told[client.name] = _ask(client, system, version)
            return self._told[client.name]


def _ask(client: Client, system: System, version: ServerVersion) -> str | None:
    call = version.call
    what = f"ask {system.title} its version"
    try:
        answer = client.send(Request(method=call.method, path=call.path, repeatable=True, what=what))
    except UnexpectedAnswer:
        return None
    except ApiError as error:
        if error.status >= 500:
            raise
        return None  # a proxy may keep to itself what does not concern its users
    told = dig(answer.body, version.path)
    return told if isinstance(told, str) and parse(told) else None


def counted(told: str, version: ServerVersion) -> str:
    """A version in the numbers in which ``since`` counts."""
    for pattern, own in version.renumbered.items():
        if match := re.match(pattern, told):
            return match.expand(own)
    return told


def parse(text: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version: 3.7.1-rc2 is (3, 7, 1)."""
    match = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in match.group().split(".")) if match else ()
