"""A server of states and locks for Terraform's ``http`` backend, strict about who may write."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class StateServer(ThreadingHTTPServer):
    """Holds states and locks by path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.states: dict[str, bytes] = {}
        self.locks: dict[str, dict[str, str]] = {}
        self.refuses = False
        """Whether it takes no state."""
        self.asked: list[str] = []
        """The methods of its requests."""
        self.unlocked: Callable[[], None] = lambda: None
        """What happens when a lock was given back."""

    @property
    def url(self) -> str:
        """Where it is; a state is at any path below."""
        return f"http://127.0.0.1:{self.server_port}"


class _Request(BaseHTTPRequestHandler):
    server: StateServer

    def do_GET(self) -> None:
        state = self.server.states.get(self._place, b"")
        self._answer(200 if state else 204, state)

    def do_POST(self) -> None:
        body, lock = self._body(), self.server.locks.get(self._place)
        [given] = parse_qs(urlsplit(self.path).query).get("ID", [""])
        if self.server.refuses:
            self._answer(403)
        elif lock and lock["ID"] != given:
            self._answer(423, json.dumps(lock).encode())
        else:
            self.server.states[self._place] = body
            self._answer(200)

    def do_LOCK(self) -> None:
        body, lock = self._body(), self.server.locks.get(self._place)
        if lock:
            self._answer(423, json.dumps(lock).encode())
        else:
            self.server.locks[self._place] = json.loads(body)
            self._answer(200)

    def do_UNLOCK(self) -> None:
        # Terraform sends the lock that it took, and nothing when it takes away somebody else's.
        body, lock = self._body(), self.server.locks.get(self._place)
        if lock and body and json.loads(body)["ID"] != lock["ID"]:
            self._answer(409, json.dumps(lock).encode())
        else:
            self.server.locks.pop(self._place, None)
            self.server.unlocked()
            self._answer(200)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    @property
    def _place(self) -> str:
        return urlsplit(self.path).path

    def _body(self) -> bytes:
        self.server.asked.append(self.command)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def state_server() -> Iterator[StateServer]:
    """A server without any state."""
    with StateServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
