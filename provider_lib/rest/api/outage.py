"""That an API is away or refuses us altogether: what one request found out in vain, the others need not for a while.

    all attempts of a request failed so     everybody else, for some seconds
    no connection could be made             fails at once, for the same reason
    no answer in time, to a read            fails at once, for the same reason
    hung up; 502, 503, 504                  tries once
    credentials were refused (401), twice   fails at once, for the same reason

It is no outage when the server answered anybody since the request began, or has ever taken the credentials.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import httpx

from provider_lib.rest.api.messages import Answer, Request
from provider_lib.rest.api.retry import PASSING, Outcome, deserves_another
from provider_lib.rest.api.transport import Unintelligible
from provider_lib.rest.api.transport_errors import was_never_made

HOLDS = 5.0
"""Seconds for which an outage is believed: a server that is back must not be found away."""

REFUSED = 401
NEVER = (httpx.PoolTimeout, Unintelligible)
"""Failures of one request, however often it was tried: its turn did not come, or its answer makes no sense."""


class _Server:
    """What is known of one server; it changes with every answer."""

    answered_at: float = 0.0
    failed_until: float = 0.0
    outcome: Outcome | None = None


class Outages:
    """The servers of one API that cannot be reached now. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._servers: dict[str, _Server] = {}

    def is_on(self, url: httpx.URL) -> bool:
        """Whether a server is away now, for all that is known, so that nothing is tried twice."""
        return self._now(url) is not None

    def failure(self, url: httpx.URL) -> httpx.RequestError | None:
        """With what everybody fails at once; None when a request may be tried."""
        match self._now(url):
            case httpx.ReadTimeout() as late:
                return late
            case httpx.RequestError() as failure if was_never_made(failure):
                return failure
        return None

    def _now(self, url: httpx.URL) -> Outcome | None:
        server = self._servers.get(_origin(url))
        return server.outcome if server is not None and time.monotonic() < server.failed_until else None

    def note(self, request: Request, url: httpx.URL, outcome: Outcome, began: float, attempts: int, most: int) -> None:
        """Learn from a request.

        Args:
            request: what was asked.
            url: of whom.
            outcome: of the last attempt.
            began: monotonic seconds at the first one.
            attempts: how many there were.
            most: how many there could have been.
        """
        with self._lock:
            server = self._servers.setdefault(_origin(url), _Server())
            if isinstance(outcome, Answer) and outcome.status not in PASSING:
                server.answered_at, server.failed_until = time.monotonic(), 0.0
            elif server.answered_at < began and _is_everybodys(request, outcome, attempts, most):
                server.outcome, server.failed_until = outcome, time.monotonic() + HOLDS


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _is_everybodys(request: Request, outcome: Outcome, attempts: int, most: int) -> bool:
    if isinstance(outcome, Answer):
        return 1 < attempts == most
    if request.deadline is not None and time.monotonic() >= request.deadline:
        return False  # others have more time
    if was_never_made(outcome):
        return attempts == most or not deserves_another(request, outcome)
    # A write that is not answered is nobody else's: what it did has to be looked for at once, and may be done again.
    passing = isinstance(outcome, httpx.TransportError) and not isinstance(outcome, NEVER)
    return passing and request.method == "GET" and 1 < attempts == most


class Refusals:
    """Credentials that an API does not take for anything. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._good: Mapping[str, str] | None = None
        self._bad: Mapping[str, str] | None = None
        self._paths: set[str] = set()
        self._until = 0.0
        self._last: tuple[Request, Answer] | None = None

    def now(self, credentials: Mapping[str, str]) -> tuple[Request, Answer] | None:
        """A request that was refused with these credentials a moment ago, where that is true of all."""
        with self._lock:
            everywhere = credentials == self._bad and len(self._paths) > 1 and time.monotonic() < self._until
            return self._last if everywhere else None

    def note(self, credentials: Mapping[str, str], request: Request, answer: Answer) -> None:
        """Learn from an answer."""
        with self._lock:
            if answer.is_success:
                self._good = credentials
            if answer.status != REFUSED or credentials == self._good:
                return
            if credentials != self._bad:
                self._bad, self._paths = credentials, set()
            self._paths.add(request.path)
            self._last, self._until = (request, answer), time.monotonic() + HOLDS
