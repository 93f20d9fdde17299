"""Which version a server is, asked once."""

from __future__ import annotations

import re
import threading

from provider_lib.errors import ConfigError
from provider_lib.rest.client import Client
from provider_lib.rest.documents import dig
from provider_lib.rest.messages import Request
from provider_lib.spec import System

Version = tuple[int, ...]


class Versions:
    """The versions of the servers of one configured provider."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Version] = {}

    def knows(self, client: Client, system: System, since: str | None) -> bool:
        """Whether a server is at least of version ``since``; always, when that is None or it does not tell."""
        if since is None or system.version is None:
            return True
        return self._of(client, system) >= parse(since)

    def require(self, client: Client, system: System, since: str | None, what: str) -> None:
        """Refuse what a server of this version cannot do.

        Raises:
            ConfigError: it is too old.
        """
        if not self.knows(client, system, since):
            found = ".".join(map(str, self._of(client, system)))
            raise ConfigError(
                f"{system.title} cannot {what}: it is version {found}",
                f"That needs version {since} or newer.",
            )

    def _of(self, client: Client, system: System) -> Version:
        assert system.version is not None
        with self._lock:
            if client.name not in self._known:
                call = system.version.call
                answer = client.send(
                    Request(method=call.method, path=call.path, repeatable=True, what=f"ask {system.title} its version")
                )
                self._known[client.name] = parse(str(dig(answer.body, system.version.path)))
            return self._known[client.name]


def parse(text: str) -> Version:
    """The numbers at the beginning of a version: 3.7.1-ccs is (3, 7, 1)."""
    match = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in match.group().split(".")) if match else ()
