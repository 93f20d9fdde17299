"""A small real HTTP server that a test writes its API for, and that remembers every request."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from provider_lib.rest.json import exact_json
from tests.unit.rest.api.server import DROP, Reply, Seen, Server

__all__ = ["DROP", "NOT_THERE", "Api", "Handler", "Reply", "Request", "Things", "answer", "in_turn"]


@dataclass(frozen=True)
class Request:
    """A request as it reached the server.

    Args:
        at: monotonic seconds.
    """

    seen: Seen
    at: float

    @property
    def line(self) -> str:
        """Method and target as they came."""
        return self.seen.line

    @property
    def name(self) -> str:
        """The last segment of its path, as it came."""
        return self.seen.target.partition("?")[0].rpartition("/")[2]

    @property
    def json(self) -> Any:
        """The body, numbers exact; None when there is none."""
        return exact_json.decode(self.seen.body) if self.seen.body else None

    @property
    def headers(self) -> Mapping[str, str]:
        """By name in lower case."""
        return self.seen.headers

    @property
    def query(self) -> dict[str, str]:
        """The query parameters."""
        return dict(parse_qsl(self.seen.target.partition("?")[2], keep_blank_values=True))


Handler = Callable[[Request], Reply]


def answer(value: Any = None, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON, empty for None; ``retry_after="1"`` becomes ``retry-after: 1``."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    if value is None:
        return Reply(status, "", named)
    return Reply(status, exact_json.encode(value), {"content-type": "application/json", **named})


def in_turn(*script: Reply | Handler) -> Handler:
    """One answer after the other, the last one for ever."""
    left = list(script)
    lock = threading.Lock()

    def handle(request: Request) -> Reply:
        with lock:
            now = left.pop(0) if len(left) > 1 else left[0]
        return now if isinstance(now, Reply) else now(request)

    return handle


NOT_THERE = answer({"message": "no such thing"}, 404)


class Api:
    """Routes, each a method, a path with ``*`` for a segment, and what is answered; what has no route is a 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.failures: list[Exception] = []
        """What went wrong in the script itself."""
        self._routes: dict[tuple[str, str], Handler] = {}
        self.server = Server(self._handle, tls)

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.server.url

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Answer meanwhile; a script that is wrong fails the test."""
        with self.server:
            yield
        assert self.failures == [], f"the script of the API is wrong: {self.failures}"

    def on(self, line: str, handler: Handler | Reply) -> None:
        """Answer ``line``, such as ``GET /things/*``; a later route goes before earlier ones."""
        method, path = line.split(" ")
        self._routes = {
            (method, path): in_turn(handler),
            **{k: v for k, v in self._routes.items() if k != (method, path)},
        }

    def lines(self, *methods: str) -> list[str]:
        """The requests so far, as ``POST /things``; only some methods where any are named."""
        return [request.line for request in self.requests if not methods or request.seen.method in methods]

    def bodies(self, *methods: str) -> list[Any]:
        """The bodies of the requests with these methods."""
        return [request.json for request in self.requests if request.seen.method in methods]

    def forget(self) -> None:
        """Forget the requests so far."""
        self.requests.clear()

    def _handle(self, seen: Seen) -> Reply:
        request = Request(seen, time.monotonic())
        self.requests.append(request)
        path = seen.target.partition("?")[0]
        for (method, pattern), handler in self._routes.items():
            if method == seen.method and re.fullmatch(pattern.replace("*", "[^/]+"), path):
                return self._answer(handler, request)
        return NOT_THERE

    def _answer(self, handler: Handler, request: Request) -> Reply:
        try:
            return handler(request)
        except Exception as failure:
            self.failures.append(failure)
            raise


class Things:
    """The plain collection ``/things``: objects with numbers as ids, which a test may look into and change."""

    def __init__(self, api: Api, ids: Iterable[Any] = range(1, 1000)) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self._ids = iter(ids)
        api.on("POST /things", self.create)
        api.on("GET /things", lambda _: answer(list(self.objects.values())))
        api.on("GET /things/*", self.read)
        api.on("PUT /things/*", self.replace)
        api.on("DELETE /things/*", self.delete)

    @property
    def only(self) -> dict[str, Any]:
        """The only object."""
        [found] = self.objects.values()
        return found

    def create(self, request: Request) -> Reply:
        number = next(self._ids)
        self.objects[str(number)] = {"id": number, **(request.json or {})}
        return answer(self.objects[str(number)], 201)

    def read(self, request: Request) -> Reply:
        found = self.objects.get(request.name)
        return NOT_THERE if found is None else answer(found)

    def replace(self, request: Request) -> Reply:
        found = self.objects[request.name]
        self.objects[request.name] = {"id": found["id"], **request.json}
        return self.read(request)

    def delete(self, request: Request) -> Reply:
        gone = self.objects.pop(request.name, None)
        return NOT_THERE if gone is None else answer(status=204)
