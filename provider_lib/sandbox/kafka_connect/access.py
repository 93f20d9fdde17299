"""Who may call a worker, and which of its operations its version has."""

from __future__ import annotations

import base64
from functools import wraps

from provider_lib.sandbox.connect_engine.errors import ConnectError
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.kafka_connect.refusals import AmbiguousPath, Unauthorized, WorkerRefusal, of_model
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

USERNAME = "sandbox"
"""Asked for once the switch ``authenticated`` is on."""
PASSWORD = "sandbox-secret"
"""The user's password."""

Version = tuple[int, int]

_STRICT_PATHS_SINCE: Version = (4, 0)
_AMBIGUOUS = frozenset("/\\%")

_EXPECTED = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()


class Access:
    """The checks that every call goes through."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches

    def checked(self, handler: Handler, since: Version, path_since: Version) -> Handler:
        """Let a handler be called only by who may, and only where the worker has it.

        Args:
            since: the first version that has the operation.
            path_since: the first version that has an operation on the same path.
        """

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            switches = self._switches.of(KafkaConnectSwitches)
            if switches.authenticated and call.headers.get("authorization") != f"Basic {_EXPECTED}":
                raise Unauthorized
            if not switches.is_at_least(path_since):
                raise WorkerRefusal(404, "HTTP 404 Not Found")
            if not switches.is_at_least(since):
                raise WorkerRefusal(405, "HTTP 405 Method Not Allowed")
            name = call.params.get("connector", "")
            if switches.is_at_least(_STRICT_PATHS_SINCE) and set(name) & _AMBIGUOUS:
                raise AmbiguousPath(name)
            try:
                return handler(call)
            except ConnectError as error:
                raise of_model(error, switches) from error

        return guarded
