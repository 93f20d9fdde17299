"""Who may call, how often, and for which environment. The keys are fixed so that tests and examples can name them."""

from __future__ import annotations

import base64
import math
from collections import deque
from functools import wraps

from provider_lib.sandbox.confluent.refusals import Failure, Finding, TooMany
from provider_lib.sandbox.confluent.switches import ConfluentSwitches
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.part import World

ORGANIZATION = "0f7c5d3e-2a7b-4f3c-9d1e-5b8a6c4d2e10"
"""The only organization."""
ENVIRONMENT = "env-sandbox"
"""The only environment."""
API_KEY = "SANDBOXKEY"
"""May do everything."""
POWERLESS_API_KEY = "SANDBOXPOWERLESS"
"""Is known, but may do nothing."""
API_SECRET = "4f1c-9b27-e08d"
"""The secret of both."""

_MINUTE = 60.0


class Access:
    """The checks that every call goes through."""

    def __init__(self, world: World) -> None:
        self._clock = world.clock
        self._switches = world.switches
        self._counted_under: ConfluentSwitches | None = None
        self._latest: deque[float] = deque()

    def checked(self, handler: Handler) -> Handler:
        """Let a handler be called only by who may, as often as they may, and for what there is."""

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            self._count()
            _authenticate(call)
            known = (call.params["organization"], call.params["environment"]) == (ORGANIZATION, ENVIRONMENT)
            if not known:
                status = self._switches.of(ConfluentSwitches).unknown_environment
                raise Failure(status, Finding(f"Environment {call.params['environment']!r} is not accessible"))
            return handler(call)

        return guarded

    def _count(self) -> None:
        """Let at most so many requests through in any minute; turning a switch starts the count anew."""
        switches, now = self._switches.of(ConfluentSwitches), self._clock.now()
        limit = switches.requests_per_minute
        if limit is None:
            return
        if switches is not self._counted_under:
            self._counted_under = switches
            self._latest.clear()
        while self._latest and self._latest[0] <= now - _MINUTE:
            self._latest.popleft()
        if len(self._latest) >= limit:
            raise TooMany(limit, math.ceil(self._latest[-limit] + _MINUTE - now))
        self._latest.append(now)


def _authenticate(call: Call) -> None:
    key, secret = _credentials(call)
    if key not in (API_KEY, POWERLESS_API_KEY) or secret != API_SECRET:
        challenge = 'Basic error="invalid_key", error_description="The API Key is invalid"'
        finding = Finding("Valid authentication credentials must be provided")
        raise Failure(401, finding, headers={"WWW-Authenticate": challenge})
    if key == POWERLESS_API_KEY:
        raise Failure(403, Finding(f"The API key {key!r} is not allowed to access agents"))


def _credentials(call: Call) -> tuple[str, str]:
    scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return key, secret
