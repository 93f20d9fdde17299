"""Who may call a worker, and which of its operations its version has."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from provider_lib.sandbox.connect_engine.definitions import ALWAYS, Version
from provider_lib.sandbox.connect_engine.errors import ConnectError
from provider_lib.sandbox.exchange import Answer, Call, Handler, Refusal
from provider_lib.sandbox.kafka_connect.refusals import BadPath, Unauthorized, of_model, of_server
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

USERNAME = "sandbox"
"""Asked for once the switch ``authenticated`` is on."""
PASSWORD = "4f1c-9b27-e08d"
"""The user's password."""

_STRICT_PATHS_SINCE: Version = (4, 0)
_BAD = re.compile(r"%00|%(?![0-9a-f]{2})", re.IGNORECASE)
"""What no worker can decode."""
_AMBIGUOUS = {
    "Ambiguous URI path separator": re.compile("%2f", re.IGNORECASE),
    "Ambiguous URI path encoding": re.compile("%25"),
    "Suspicious Path Character": re.compile("%(5c|[01][0-9a-f]|7f)", re.IGNORECASE),
    "Ambiguous URI path segment": re.compile("/(%2e){1,2}(/|$)", re.IGNORECASE),
    "Ambiguous URI empty segment": re.compile("//"),
}
"""What a newer worker takes offence at in a path, under the name that it has for it."""

_EXPECTED = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Operation:
    """What a worker does on a path.

    Args:
        since: the first release that has it.
        path_since: the first that has an operation on its path.
        until: the first that no longer has the path.
    """

    method: str
    path: str
    handler: Handler
    since: Version = ALWAYS
    path_since: Version = ALWAYS
    until: Version | None = None


def not_allowed(_: Call) -> Answer:
    """What answers a method that a path does not take."""
    raise of_server(405)


class Access:
    """The checks that every call goes through."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches

    def checked(self, operation: Operation) -> Handler:
        """Its handler, to be called only by who may, and only where the worker has it."""

        handler = operation.handler

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            switches = self._switches.of(KafkaConnectSwitches)
            if switches.authenticated and call.headers.get("authorization") != f"Basic {_EXPECTED}":
                raise Unauthorized
            if not switches.release.is_at_least(operation.path_since):
                raise of_server(404)
            if operation.until and switches.release.is_at_least(operation.until):
                raise of_server(404)
            if not switches.release.is_at_least(operation.since):
                raise of_server(405)
            if offence := self._offence(call):
                raise BadPath(offence)
            if handler is not not_allowed and call.method != "GET" and not _is_json(call):
                raise of_server(415)
            try:
                return handler(call)
            except ConnectError as error:
                raise of_model(error, switches.release) from error

        return guarded

    def unrouted(self, call: Call, status: int) -> Refusal:
        """What is said where the worker has no operation."""
        offence = self._offence(call)
        return BadPath(offence) if offence else of_server(status)

    def _offence(self, call: Call) -> str | None:
        """What the web server before the worker says of the path, if it cannot tell what that means."""
        path = urlsplit(call.url).path
        if _BAD.search(path):
            return "Bad Request"
        if not self._switches.of(KafkaConnectSwitches).release.is_at_least(_STRICT_PATHS_SINCE):
            return None
        return next((name for name, pattern in _AMBIGUOUS.items() if pattern.search(path)), None)


def _is_json(call: Call) -> bool:
    """Whether the body is JSON; one whose type nobody tells is taken for it."""
    return call.headers.get("content-type", "application/json").partition(";")[0] == "application/json"
