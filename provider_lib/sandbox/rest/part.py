"""The plain API as a part of the sandbox: its table, who may call, and which handler answers what."""

from __future__ import annotations

import hmac
from functools import wraps

from provider_lib.sandbox.exchange import Answer, Call, Handler, Route
from provider_lib.sandbox.part import Part, World
from provider_lib.sandbox.rest.collections import Collections
from provider_lib.sandbox.rest.refusals import PlainRestRefusal, malformed
from provider_lib.sandbox.rest.switches import RestSwitches

TOKEN = "4f1c-9b27-e08d"
"""May do everything; it is fixed so that tests and examples can name it."""

_TABLES = """
CREATE TABLE rest_objects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    body TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL
);
CREATE INDEX rest_collections ON rest_objects (collection, id);
"""


def _routes(world: World) -> list[Route]:
    collections = Collections(world)
    collection, one = "/{collection}", "/{collection}/{id}"
    operations = [
        ("GET", collection, collections.index),
        ("POST", collection, collections.create),
        ("GET", one, collections.get),
        ("PUT", one, collections.put),
        ("PATCH", one, collections.patch),
        ("DELETE", one, collections.delete),
    ]
    return [Route(method, path, _with_token(handler)) for method, path, handler in operations]


def _with_token(handler: Handler) -> Handler:
    """Let a handler be called with the token only."""

    @wraps(handler)
    def guarded(call: Call) -> Answer:
        if not hmac.compare_digest(call.headers.get("authorization", "").encode(), f"Bearer {TOKEN}".encode()):
            raise PlainRestRefusal(401, "A bearer token is needed")
        return handler(call)

    return guarded


def _variables(url: str) -> dict[str, str]:
    return {"SLUICE_REST_URL": url, "SLUICE_REST_TOKEN": TOKEN}


REST = Part("rest", _TABLES, RestSwitches, routes=_routes, malformed=malformed, variables=_variables)
"""A plain REST API, for ``sluice_rest_object``."""
