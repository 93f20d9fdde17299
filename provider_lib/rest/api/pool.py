"""One client per API, made when the first resource needs it and shared by all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from provider_lib.rest.api.configuration import Configuration
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.settings import Settings
from provider_lib.spec import System

if TYPE_CHECKING:
    from provider_lib.rest.api.client import Client


class ClientPool:
    """The clients of one configured provider.

    Args:
        configuration: what the user configured.
        stop: set when the user wants everything to end soon.
        redactor: is told every secret among the settings.
    """

    def __init__(self, configuration: Configuration, stop: threading.Event, redactor: Redactor) -> None:
        self.configuration = configuration
        self._stop = stop
        self._redactor = redactor
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str], Client] = {}
        self._has_given_up = False

    def get(self, system: System, name: str) -> Client | None:
        """The client of an API, of the name that a named system has; None while its settings are not known.

        Raises:
            ConfigError: it is not configured, or wrongly.
        """
        with self._lock:
            client = self._clients.get((system.name, name))
            if client is None:
                settings = self.configuration.settings(system, name)
                if settings is None:
                    return None
                client = self._clients[(system.name, name)] = self._make(settings)
            return client

    def _make(self, settings: Settings) -> Client:
        # The HTTP library takes long to import, and the processes that only validate never get here.
        from provider_lib.rest.api.client import Client

        client = Client(settings, stop=self._stop, redactor=self._redactor)
        if self._has_given_up:
            client.give_up()
        return client

    def give_up(self) -> None:
        """End the requests that are under way, and let later ones take a moment only."""
        with self._lock:
            self._has_given_up = True
            for client in self._clients.values():
                client.give_up()

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()
