"""Access tokens, in exchange for client credentials that are fixed so that tests and examples can name them."""

from __future__ import annotations

import secrets
from functools import wraps

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.part import World
from provider_lib.sandbox.streamkap.refusals import Detail
from provider_lib.sandbox.streamkap.switches import StreamkapSwitches

CLIENT_ID = "sandbox-client"
"""May do everything."""
POWERLESS_CLIENT_ID = "sandbox-powerless"
"""Gets a token that may do nothing."""
CLIENT_SECRET = "4f1c-9b27-e08d"
"""The secret of both."""


class Tokens:
    """The exchange, and the check of every other call."""

    def __init__(self, world: World) -> None:
        self._store = world.store
        self._clock = world.clock
        self._switches = world.switches

    def exchange(self, call: Call) -> Answer:
        """``{"client_id", "secret"}`` for an access and a refresh token."""
        given = call.json_object()
        client = given.get("client_id")
        if client not in (CLIENT_ID, POWERLESS_CLIENT_ID) or given.get("secret") != CLIENT_SECRET:
            raise Detail(401, "Invalid client credentials")
        return self._issue(client)

    def refresh(self, call: Call) -> Answer:
        """``{"refresh_token"}`` for new tokens."""
        row = self._store.row(
            "SELECT client FROM streamkap_tokens WHERE refresh = ?", (call.json_object().get("refresh_token"),)
        )
        if row is None:
            raise Detail(401, "Invalid refresh token")
        return self._issue(row["client"])

    def revoke(self, _: Call) -> Answer:
        """Admin: no token that was issued so far is accepted any longer."""
        self._store.change("DELETE FROM streamkap_tokens")
        return Answer(status=204)

    def required(self, handler: Handler) -> Handler:
        """Let a handler be called only with a token that is accepted."""

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            scheme, _, token = call.headers.get("authorization", "").partition(" ")
            row = self._store.row("SELECT * FROM streamkap_tokens WHERE access = ?", (token,))
            if scheme.lower() != "bearer" or row is None:
                raise Detail(401, "Not authenticated")
            if row["expires"] <= self._clock.now():
                raise Detail(401, "Token has expired")
            if row["client"] != CLIENT_ID:
                raise Detail(403, "Permission denied")
            return handler(call)

        return guarded

    def _issue(self, client: str) -> Answer:
        lifetime = self._switches.of(StreamkapSwitches).token_lifetime_s
        access, refresh, expires = secrets.token_urlsafe(24), secrets.token_urlsafe(24), self._clock.now() + lifetime
        self._store.insert("INSERT INTO streamkap_tokens VALUES (?, ?, ?, ?)", (access, refresh, client, expires))
        return Answer(
            {"accessToken": access, "refreshToken": refresh, "expires": timestamp(expires), "expiresIn": lifetime}
        )
