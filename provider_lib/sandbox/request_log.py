"""The log of every request that came in, so that a test can count calls. Credentials and values are not kept."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from provider_lib.sandbox.encoded_paths import is_admin
from provider_lib.sandbox.secrets import masked_query

_LONGEST = 100_000


@dataclass(slots=True)
class Entry:
    """One request.

    Args:
        path: as it was sent, percent-encoding and all.
        status: of the answer; None when none was sent.
        body_keys: the keys of the JSON object that was sent.
    """

    method: str
    path: str
    query: str
    status: int | None
    body_keys: list[str]


class RequestLog:
    """The latest requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_LONGEST)

    def add(self, entry: Entry) -> None:
        """Append ``entry``."""
        self._entries.append(entry)

    def clear(self) -> None:
        """Forget every request."""
        self._entries.clear()

    def values(self) -> list[dict[str, Any]]:
        """Every request, as JSON."""
        return [asdict(entry) for entry in self._entries]


class Logged:
    """ASGI middleware that writes the log; requests to the admin API stay out of it."""

    def __init__(self, app: ASGIApp, log: RequestLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_admin(scope["path"]):
            await self._app(scope, receive, send)
            return
        query = masked_query(scope["query_string"].decode("latin-1"))
        entry = Entry(scope["method"], scope["path"], query, None, [])
        self._log.add(entry)
        body = bytearray()

        async def listen() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            if message["type"] == "http.request" and not message.get("more_body", False):
                entry.body_keys = _keys(body)
            return message

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
            await send(message)

        await self._app(scope, listen, note)


def _keys(body: bytes | bytearray) -> list[str]:
    if not body.startswith(b"{"):
        return []
    try:
        return list(json.loads(body))
    except ValueError:
        return []
