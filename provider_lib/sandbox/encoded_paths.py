"""Paths of requests: which belong to the admin API, and how percent-encoded names stay one segment."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

ADMIN = "/_sandbox"
"""The prefix of the admin API."""


def is_admin(path: str) -> bool:
    """Whether ``path`` belongs to the admin API."""
    return path == ADMIN or path.startswith(f"{ADMIN}/")


class EncodedPaths:
    """ASGI middleware that routes by the path as it was sent.

    A server decodes ``%2F`` before it routes, which tears a connector's name with a slash in two. Here the segments
    stay encoded until a route has matched; each is decoded on its own after that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": scope["raw_path"].decode("ascii")}
        await self._app(scope, receive, send)
