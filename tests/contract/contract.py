"""Holding what passes between the provider and the sandbox to the vendors' specifications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from openapi_core import OpenAPI
from openapi_core.contrib.starlette import StarletteOpenAPIRequest, StarletteOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathNotFound
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.contract.confluent_agents import CONFLUENT_AGENTS
from tests.contract.lenses_proxy import LENSES_PROXY

HELD: Final = {"/lenses": OpenAPI.from_dict(LENSES_PROXY), "/confluent": OpenAPI.from_dict(CONFLUENT_AGENTS)}
"""What each part of the sandbox, by the path it lies at, is held to."""

BY_A_PROXY: Final = frozenset({502, 503, 504})
"""Answers that no document has: something behind the API is away."""

OURS: Final = "sluice/"
"""How the provider calls itself; what others send may be as wrong as a test needs it."""


class Contract:
    """ASGI middleware that notes whatever a specification does not allow.

    Args:
        app: what answers.
        violations: where they are noted, each once.
    """

    def __init__(self, app: ASGIApp, violations: list[str]) -> None:
        self._app = app
        self._violations = violations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = next((root for root in HELD if scope["type"] == "http" and scope["path"].startswith(f"{root}/")), None)
        if root is None:
            await self._app(scope, receive, send)
            return
        sent, answered, start = bytearray(), bytearray(), {}

        async def listen() -> Message:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def note(message: Message) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            answered.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, listen, note)
        path = scope["path"].removeprefix(root)
        request = Request({**scope, "path": path, "raw_path": path.encode(), "root_path": ""})
        response = Response(bytes(answered), start["status"], {k.decode(): v.decode() for k, v in start["headers"]})
        for found in violations(HELD[root], request, bytes(sent), response):
            if found not in self._violations:
                self._violations.append(found)


def violations(held: OpenAPI, request: Request, body: bytes, response: Response) -> Iterator[str]:
    """What a specification does not allow of an exchange; nothing for a path that it does not have.

    Args:
        held: the specification.
        request: what was asked.
        body: its body.
        response: what was answered.
    """
    asked = StarletteOpenAPIRequest(request, body or None)
    answer = StarletteOpenAPIResponse(response, bytes(response.body))
    where = f"{request.method} {request.url.path} ({response.status_code})"
    if request.headers.get("user-agent", "").startswith(OURS):
        yield from _told(lambda: held.validate_request(asked), f"request of {where}")
    if response.status_code not in BY_A_PROXY:
        yield from _told(lambda: held.validate_response(asked, answer), f"answer to {where}")


def _told(check: Callable[[], Any], where: str) -> Iterator[str]:
    try:
        check()
    except PathNotFound:
        return
    except OpenAPIError as error:
        causes = [item.message for item in getattr(error.__cause__, "schema_errors", ())]
        yield f"{where}: {'; '.join([str(error), *causes])}"
