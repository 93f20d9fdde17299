"""Who is let in: programs of this machine, and no web page, whichever way it found here.

A page in a browser can send requests to this machine, and a name of its own that leads here lets it read the answers
(DNS rebinding). It cannot lie in the headers ``Host``, ``Origin`` and ``Sec-Fetch-Site``.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OWN_NAMES = ("127.0.0.1", "localhost")
_OWN_PAGES = ("same-origin", "none")
"""What a browser says of a request from our own page, and of one that its user typed."""


class LocalOnly:
    """ASGI middleware that refuses what another host was asked for, and what a page of another origin asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = _objection(Headers(scope=scope)) if scope["type"] == "http" else None
        if reason is None:
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"error": reason}, 403)(scope, receive, send)


def _objection(headers: Headers) -> str | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0].partition(":")[0] not in _OWN_NAMES:
        return "The sandbox answers as 127.0.0.1 and localhost only"
    origins = headers.getlist("origin")
    if any(origin != f"http://{hosts[0]}" for origin in origins):
        return "The sandbox takes no requests from pages of other origins"
    if headers.get("sec-fetch-site", "none") not in _OWN_PAGES:
        return "The sandbox takes no requests from pages of other sites"
    return None
