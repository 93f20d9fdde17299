"""The sandbox's ASGI application: every part's API below its name, and the admin API."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Router
from starlette.routing import Route as StarletteRoute

from provider_lib.sandbox import collection
from provider_lib.sandbox.admin import Admin
from provider_lib.sandbox.clock import Clock, SystemClock
from provider_lib.sandbox.confluent.part import CONFLUENT
from provider_lib.sandbox.connect_engine.admin import CONNECT
from provider_lib.sandbox.encoded_paths import ADMIN, EncodedPaths
from provider_lib.sandbox.exchange import Answer, Call, Malformed, NoOperation, PlainRefusal, Refusal, Route
from provider_lib.sandbox.faults.middleware import FaultInjection
from provider_lib.sandbox.faults.rules import Faults
from provider_lib.sandbox.kafka_connect.part import KAFKA_CONNECT
from provider_lib.sandbox.lenses.part import LENSES
from provider_lib.sandbox.local_only import LocalOnly
from provider_lib.sandbox.part import Part, World
from provider_lib.sandbox.redpanda.part import REDPANDA
from provider_lib.sandbox.request_log import Logged, RequestLog
from provider_lib.sandbox.rest.part import REST
from provider_lib.sandbox.store import Store
from provider_lib.sandbox.streamkap.part import STREAMKAP
from provider_lib.sandbox.switches import Switches

PARTS: tuple[Part, ...] = (CONNECT, LENSES, KAFKA_CONNECT, REDPANDA, STREAMKAP, CONFLUENT, REST)
"""Everything that the sandbox stands in for; a new vendor is added here."""


def make_world(
    database: Path | None = None,
    clock: Clock | None = None,
    switches: Mapping[str, Mapping[str, Any]] | None = None,
) -> World:
    """A database, a clock and switches for every part.

    Args:
        database: the SQLite file; None keeps everything in memory.
        clock: the real time unless given.
        switches: values other than the defaults, by part.
    """
    return World(
        Store(collection.TABLE + "".join(part.tables for part in PARTS), database),
        clock or SystemClock(),
        Switches({part.name: part.switches for part in PARTS}, switches),
    )


def make_app(world: World, around: Sequence[Middleware] = ()) -> Starlette:
    """The application that serves ``world``.

    Args:
        world: what it serves.
        around: further middleware right around the APIs, which sees what they truly answer, without faults.
    """
    faults, log = Faults(), RequestLog()
    admin = Admin(world, PARTS, faults, log)
    admin_routes = [*admin.routes(), *(route for part in PARTS for route in part.admin_routes(world))]
    return Starlette(
        routes=[
            *(_mount(f"/{part.name}", part.routes(world), part.malformed, world) for part in PARTS),
            _mount(ADMIN, admin_routes, _bad_admin_request, world),
        ],
        exception_handlers={HTTPException: _unrouted(world)},
        middleware=[
            Middleware(LocalOnly),
            Middleware(EncodedPaths),
            Middleware(Logged, log=log),
            Middleware(FaultInjection, faults=faults),
            *around,
        ],
    )


def _bad_admin_request(text: str) -> Refusal:
    return PlainRefusal(400, text)


def _mount(path: str, routes: Sequence[Route], malformed: Callable[[str], Refusal], world: World) -> Mount:
    served: list[BaseRoute] = [
        StarletteRoute(route.path or "/", _respond(route, path, malformed, world), methods=[route.method])
        for route in routes
    ]
    return Mount(path, app=Router(served, redirect_slashes=False))


def _unrouted(world: World) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The endpoint of what no route is for: each part has its own way to say so."""
    parts = {part.name: part for part in PARTS}

    async def respond(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        name = request.scope["path"].split("/")[1]
        call, status = await _call(request, f"/{name}"), error.status_code
        refusal = parts[name].unrouted(world, call, status) if name in parts else NoOperation(status)
        return _response(call, refusal.answer(call), error.headers)

    return respond


def _respond(
    route: Route, root: str, malformed: Callable[[str], Refusal], world: World
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a route: it runs the handler to its end, and keeps what it changed only if that went well."""

    async def respond(request: Request) -> Response:
        call = await _call(request, root)
        try:
            answer = _attempt(route, call, malformed)
            world.store.commit()
        except Refusal as refusal:
            world.store.rollback()
            answer = refusal.answer(call)
        return _response(call, answer)

    return respond


async def _call(request: Request, root: str) -> Call:
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return Call(
        request.method,
        f"{origin}{request.scope['path']}",
        {name: unquote(value) for name, value in request.path_params.items()},
        request.query_params,
        request.headers,
        await request.body(),
        f"{origin}{root}",
        secrets.token_hex(8),
    )


def _response(call: Call, answer: Answer, more: Mapping[str, str] | None = None) -> Response:
    return Response(
        answer.content(),
        answer.status,
        {"X-Request-Id": call.request_id, **answer.headers, **(more or {})},
        answer.media_type if answer.body is not None else None,
    )


def _attempt(route: Route, call: Call, malformed: Callable[[str], Refusal]) -> Answer:
    try:
        return route.handler(call)
    except Malformed as error:
        raise malformed(str(error)) from error
    except ValidationError as error:
        raise malformed(_first(error)) from error


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
