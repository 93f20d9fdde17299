"""The OAuth token endpoint, with client credentials that are fixed so that tests and examples can name them."""

from __future__ import annotations

import secrets
from functools import wraps
from urllib.parse import parse_qsl

from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.part import World
from provider_lib.sandbox.redpanda.refusals import OAuthRefusal, Status
from provider_lib.sandbox.redpanda.switches import RedpandaSwitches

CLIENT_ID = "sandbox-client"
"""May do everything."""
POWERLESS_CLIENT_ID = "sandbox-powerless"
"""Gets a token that may do nothing."""
CLIENT_SECRET = "4f1c-9b27-e08d"
"""The secret of both."""
AUDIENCE = "cloudv2-production.redpanda.cloud"
"""The API that tokens are for."""


class Tokens:
    """The exchange of client credentials, and the check of every other call."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches

    def exchange(self, call: Call) -> Answer:
        """An OAuth 2 client-credentials form for a bearer token."""
        form = dict(parse_qsl(call.body.decode(errors="replace")))
        if form.get("grant_type") != "client_credentials":
            raise OAuthRefusal(403, "unsupported_grant_type", "Unsupported grant type")
        client = form.get("client_id")
        if client not in (CLIENT_ID, POWERLESS_CLIENT_ID) or form.get("client_secret") != CLIENT_SECRET:
            raise OAuthRefusal(401, "access_denied", "Unauthorized")
        if form.get("audience") != AUDIENCE:
            raise OAuthRefusal(403, "access_denied", f"Service not found: {form.get('audience', '')}")
        switches = self._switches.of(RedpandaSwitches)
        issued = self._store.count("SELECT count(*) FROM redpanda_tokens")
        if switches.token_quota is not None and issued >= switches.token_quota:
            raise OAuthRefusal(429, "too_many_requests", "The daily quota of tokens is used up")
        token = secrets.token_urlsafe(24)
        expires = self._clock.now() + switches.token_lifetime_s
        self._store.insert("INSERT INTO redpanda_tokens VALUES (?, ?, ?)", (token, client, expires))
        return Answer({"access_token": token, "token_type": "Bearer", "expires_in": switches.token_lifetime_s})

    def required(self, handler: Handler) -> Handler:
        """Let a handler be called only with a token that is accepted."""

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            scheme, _, token = call.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                raise Status(401, "No token was given", "REASON_NO_TOKEN")
            row = self._store.row("SELECT * FROM redpanda_tokens WHERE token = ?", (token,))
            if row is None or row["expires"] <= self._clock.now():
                raise Status(401, "The token is invalid or has expired", "REASON_INVALID_TOKEN")
            if row["client"] != CLIENT_ID:
                raise Status(403, "The principal may not do this", "REASON_PERMISSION_DENIED")
            return handler(call)

        return guarded
