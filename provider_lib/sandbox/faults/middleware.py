"""How a planned fault is committed on a request."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from provider_lib.sandbox.encoded_paths import is_admin
from provider_lib.sandbox.faults.rules import Fault, FaultKind, Faults

TRANSPORT = "sandbox.transport"
"""Key in an ASGI scope's state under which the server leaves the connection's transport."""

_PAGE = "<html><head><title>{status}</title></head><body><h1>{status}</h1><p>gateway</p></body></html>"
_PIECES = 10


class FaultInjection:
    """ASGI middleware that commits the planned faults; the admin API is spared."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        spared = scope["type"] != "http" or is_admin(scope["path"])
        fault = None if spared else self._faults.take(scope["method"], scope["path"])
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._commit(fault, scope, receive, send)

    async def _commit(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        match fault.kind:
            case FaultKind.LATENCY:
                start, body = await self._carry_out(scope, receive)
                await _pause(receive, fault.seconds)
                await _reply(send, start, [body])
            case FaultKind.BROKEN_JSON:
                start, body = await self._carry_out(scope, receive)
                await _reply(send, start, [body[: max(1, len(body) // 2)]])
            case FaultKind.SLOW_BODY:
                start, body = await self._carry_out(scope, receive)
                await _reply(send, start, _pieces(body), fault.seconds / _PIECES)
            case FaultKind.DROP:
                if fault.carried_out:
                    await self._carry_out(scope, receive)
                await _drop(scope, receive)
            case FaultKind.STATUS | FaultKind.HTML:
                if fault.carried_out:
                    await self._carry_out(scope, receive)
                await _instead(fault)(scope, receive, send)
            case FaultKind.STARTING:
                await _not_served(scope)(scope, receive, send)

    async def _carry_out(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """Have the request answered, and keep the answer."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        return messages[0], b"".join(message.get("body", b"") for message in messages[1:])


def _instead(fault: Fault) -> Response:
    """The answer that takes the place of the real one."""
    headers = fault.headers | ({} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)})
    if fault.kind is FaultKind.HTML:
        return Response(_PAGE.format(status=fault.status), fault.status, headers, "text/html")
    content: Any = None if fault.body is None else json.dumps(fault.body)
    return Response(content, fault.status, headers, "application/json" if content else None)


def _not_served(scope: Scope) -> Response:
    """Source: a Connect worker of 4.1.1 in its first seconds (Jetty 12)."""
    if not any(name == b"accept" and b"json" in text for name, text in scope["headers"]):
        return Response(_PAGE.format(status=404), 404, media_type="text/html;charset=iso-8859-1")
    page = {"message": "Not Found", "url": scope["raw_path"].decode("latin-1"), "status": "404"}
    return Response(json.dumps(page), 404, media_type="application/json")


async def _reply(send: Send, start: Message, pieces: list[bytes], pause: float = 0.0) -> None:
    length = str(sum(map(len, pieces))).encode()
    others = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    await send({**start, "headers": [*others, (b"content-length", length)]})
    for piece in pieces:
        await asyncio.sleep(pause)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body"})


def _pieces(body: bytes) -> list[bytes]:
    size = max(1, -(-len(body) // _PIECES))
    return [body[start : start + size] for start in range(0, len(body), size)]


async def _drop(scope: Scope, receive: Receive) -> None:
    """Close the connection under the client's feet, and wait until the server has noticed."""
    scope["state"][TRANSPORT].abort()
    await _disconnected(receive)


async def _pause(receive: Receive, seconds: float) -> None:
    """Wait as long as there is anybody who waits for the answer."""
    with suppress(TimeoutError):
        await asyncio.wait_for(_disconnected(receive), seconds)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
