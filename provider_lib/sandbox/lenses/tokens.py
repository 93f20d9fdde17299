"""Who may call Lenses HQ: service-account tokens, fixed so that tests and examples can name them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Literal

from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.lenses.refusals import Problem

TOKEN = "sa_key_sandbox"
"""May do everything."""
VIEWER_TOKEN = "sa_key_viewer"
"""May read, except the configuration of connectors."""
POWERLESS_TOKEN = "sa_key_powerless"
"""Is known, but may do nothing."""
EXPIRED_TOKEN = "sa_key_expired"
"""Is no longer accepted."""

Right = Literal["read", "write"]

_RIGHTS: dict[str, frozenset[Right]] = {
    TOKEN: frozenset({"read", "write"}),
    VIEWER_TOKEN: frozenset({"read"}),
    POWERLESS_TOKEN: frozenset(),
}


def token_of(call: Call) -> str:
    """The bearer token of ``call``; empty when it has none."""
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def needs(right: Right) -> Callable[[Handler], Handler]:
    """Let a handler be called only with a token that has ``right``."""

    def guard(handler: Handler) -> Handler:
        @wraps(handler)
        def guarded(call: Call) -> Answer:
            token = token_of(call)
            if token == EXPIRED_TOKEN:
                raise Problem(401, "The token has expired", kind="unauthorised")
            if token not in _RIGHTS:
                raise Problem(401, "Authentication is required", kind="unauthorised")
            if right not in _RIGHTS[token]:
                raise Problem(403, "The principal is not allowed to do this")
            return handler(call)

        return guarded

    return guard
