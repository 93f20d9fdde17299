"""A raw HTTP server for servers that misbehave: it speaks as much HTTP as it likes, and knows nothing of Sluice."""

from __future__ import annotations

import json
import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """A request as it reached the server; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def steps(self) -> list[str]:
        """The segments of its path, decoded."""
        return [unquote(step) for step in self.path.strip("/").split("/")]

    @property
    def query(self) -> dict[str, str]:
        return {name: found[-1] for name, found in parse_qs(urlsplit(self.target).query).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class Response:
    """An answer that is HTTP at least."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        """On the wire."""
        named = {"content-length": str(len(self.body)), "connection": "close"} | dict(self.headers)
        lines = [f"HTTP/1.1 {self.status} Whatever", *(f"{name}: {text}" for name, text in named.items())]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


def answer(value: Any = None, status: int = 200, **headers: str) -> Response:
    """An answer in JSON, empty for None."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    if value is None:
        return Response(status, b"", named)
    return Response(status, json.dumps(value).encode(), {"content-type": "application/json", **named})


World = Callable[[Request], Response]
"""An API that behaves."""


@dataclass(frozen=True)
class Exchange:
    """One request, and what a misdeed can do with it."""

    request: Request
    world: World
    wire: socket.socket
    url: str

    def carry_out(self) -> Response:
        """Do what is asked; the answer of a server that behaves."""
        return self.world(self.request)

    def send(self, answer: Response | bytes) -> None:
        """Answer."""
        self.wire.sendall(answer if isinstance(answer, bytes) else answer.raw())


Deed = Callable[[Exchange], None]
"""What a server does instead of behaving."""


@dataclass
class _Fault:
    on: re.Pattern[str]
    deed: Deed
    left: int


class Server:
    """Serves a world on a free port of this machine while it is entered, and misbehaves where it is told to."""

    def __init__(self, world: World) -> None:
        self.lines: list[str] = []
        self.broken: list[Exception] = []
        """What went wrong in a world or a deed."""
        self._world = world
        self._faults: list[_Fault] = []
        self._lock = threading.Lock()
        self._listener = _Listener(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.server_address[1]}"

    def misbehave(self, on: str, deed: Deed, times: int = 1_000_000) -> None:
        """Do this instead for requests whose method and path match, so many times."""
        self._faults.append(_Fault(re.compile(on), deed, times))

    def behave(self) -> None:
        """Be good from now on."""
        with self._lock:
            self._faults.clear()

    def count(self, on: str) -> int:
        """How many requests came whose method and path match."""
        return sum(re.fullmatch(on, line) is not None for line in self.lines)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

    def _deed(self, request: Request) -> Deed:
        with self._lock:
            self.lines.append(request.line)
            for fault in self._faults:
                if fault.left and fault.on.fullmatch(request.line):
                    fault.left -= 1
                    return fault.deed
        return _behave

    def _serve(self, wire: socket.socket) -> None:
        with suppress(OSError, ValueError), wire.makefile("rb") as stream:
            request = _read(stream)
            if request is None:
                return
            exchange = Exchange(request, self._world, wire, self.url)
            try:
                self._deed(request)(exchange)
            except OSError:
                raise
            except Exception as failure:
                self.broken.append(failure)

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        serve = self._serve

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                serve(self.request)

        return Handler


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is part of a test."""


def _behave(exchange: Exchange) -> None:
    exchange.send(exchange.carry_out())


def _read(stream: Any) -> Request | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers = {}
    while line := stream.readline().strip():
        name, _, text = line.decode("latin-1").partition(":")
        headers[name.lower()] = text.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Request(first[0], first[1], headers, body)


@contextmanager
def serving(world: World) -> Iterator[Server]:
    """A server of this world; what went wrong in the test's own script fails the test."""
    with Server(world) as server:
        yield server
    assert server.broken == [], "the script of the server is wrong"
