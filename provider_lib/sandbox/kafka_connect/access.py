"""Who may call a worker, and which of its operations its version has."""

from __future__ import annotations

import base64
from functools import wraps

from provider_lib.sandbox.connect.errors import ConnectError
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.kafka_connect.refusals import Unauthorized, WorkerRefusal, of_model
from provider_lib.sandbox.kafka_connect.switches import KafkaConnectSwitches
from provider_lib.sandbox.part import World

USERNAME = "sandbox"
"""Asked for once the switch ``authenticated`` is on."""
PASSWORD = "sandbox-secret"
"""The user's password."""

Version = tuple[int, int]

_EXPECTED = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()


class Access:
    """The checks that every call goes through."""

    def __init__(self, world: World) -> None:
        self._switches = world.switches

    def checked(self, handler: Handler, since: Version, without: int) -> Handler:
        """Let a handler be called only by who may, and only where the worker has it.

        Args:
            since: the first version that has the operation.
            without: what an earlier one answers: 404, or 405 where it knows the path with another method.
        """

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            switches = self._switches.of(KafkaConnectSwitches)
            if switches.authenticated and call.headers.get("authorization") != f"Basic {_EXPECTED}":
                raise Unauthorized
            if not switches.is_at_least(since):
                words = {404: "Not Found", 405: "Method Not Allowed"}
                raise WorkerRefusal(without, f"HTTP {without} {words[without]}")
            try:
                return handler(call)
            except ConnectError as error:
                raise of_model(error) from error

        return guarded
