"""A webhook in the form of Slack, as a fixture."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class Hook:
    """A webhook.

    Attributes:
        status: it answers with this; 0 says nothing.
        goes_on: what it does then, with the connection.
        said: what it was told.
    """

    def __init__(self) -> None:
        self.status = 200
        self.goes_on: Callable[[BaseHTTPRequestHandler], None] = lambda _: None
        self.said: list[Any] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                if hook.status:
                    self.send_response(hook.status)
                    self.send_header("Location", hook.url)
                    self.end_headers()
                hook.goes_on(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/s3cret"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = Hook()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()
