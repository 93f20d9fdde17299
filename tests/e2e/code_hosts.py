"""Code hosts as far as the files of docs/guides/ci ask them: comments, and the reviews of what was merged."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

TOKEN = "planted-token-of-the-host"
OURS, THEIRS = "github-actions[bot]", "mallory"


@dataclass
class CodeHost:
    """What a code host knows.

    Args:
        comments: of the one request: id, author and body.
        request: the one that was merged.
        run: of its review.
        report: the artifact of that; None when it is not kept any more.
        stored_for: the headers with which the artifact was asked for.
        url: where it answers.
    """

    comments: list[dict[str, Any]] = field(default_factory=list)
    request: dict[str, Any] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    report: str | None = '{"stacks": []}'
    stored_for: list[str | None] = field(default_factory=list)
    url: str = ""

    def page(self, query: dict[str, list[str]], items: list[Any]) -> list[Any]:
        """A page of a list."""
        size, number = int(query.get("per_page", ["30"])[0]), int(query.get("page", ["1"])[0])
        return items[(number - 1) * size : number * size]


Answer = Callable[[CodeHost, dict[str, list[str]], Any, str], Any]


def _add(host: CodeHost, body: str, **author: Any) -> dict[str, Any]:
    made = {"id": len(host.comments) + 1, "body": body, **author}
    host.comments.append(made)
    return made


def _change(host: CodeHost, number: str, body: str) -> dict[str, Any]:
    [found] = [comment for comment in host.comments if comment["id"] == int(number)]
    found["body"] = body
    return found


def _zip(host: CodeHost) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("review.md", "### `dev`")
        archive.writestr("review.json", host.report or "")
    return packed.getvalue()


GITHUB: dict[str, Answer] = {
    r"GET /repos/shop/streams/issues/7/comments": lambda host, query, _, __: host.page(query, host.comments),
    r"POST /repos/shop/streams/issues/7/comments": lambda host, _, body, __: _add(
        host, body["body"], user={"login": OURS}
    ),
    r"PATCH /repos/shop/streams/issues/comments/(\d+)": lambda host, _, body, number: _change(
        host, number, body["body"]
    ),
    r"GET /repos/shop/streams/commits/merged/pulls": lambda host, _, __, ___: [host.request],
    r"GET /repos/shop/streams/actions/runs": lambda host, query, _, __: {
        "workflow_runs": [host.run] if query["head_sha"] == ["head"] and query["event"] == ["pull_request"] else []
    },
    r"GET /repos/shop/streams/actions/runs/5/artifacts": lambda host, query, _, __: {
        "artifacts": [
            {"name": query["name"][0], "expired": host.report is None, "archive_download_url": f"{host.url}/zip"}
        ]
    },
    r"GET /zip": lambda host, _, __, ___: f"{host.url.replace('127.0.0.1', 'localhost')}/stored",
    r"GET /stored": lambda host, _, __, ___: _zip(host),
}
GITLAB: dict[str, Answer] = {
    r"GET /user": lambda *_: {"id": 99},
    r"GET /projects/3/merge_requests/7/notes": lambda host, query, _, __: host.page(query, host.comments),
    r"POST /projects/3/merge_requests/7/notes": lambda host, _, body, __: _add(host, body["body"], author={"id": 99}),
    r"PUT /projects/3/merge_requests/7/notes/(\d+)": lambda host, _, body, number: _change(host, number, body["body"]),
    r"GET /projects/3/repository/commits/merged/merge_requests": lambda host, _, __, ___: [host.request],
    r"GET /projects/3/merge_requests/7/pipelines": lambda host, query, _, __: host.page(query, [host.run]),
    r"GET /projects/3/pipelines/5/jobs": lambda host, query, _, __: host.page(
        query, [{"id": 11, "name": "lint", "status": "success"}, {"id": 12, "name": "review", **host.run["job"]}]
    ),
    r"GET /projects/3/jobs/12/artifacts/review\.json": lambda host, _, __, ___: (host.report or "").encode(),
}


@contextmanager
def code_host(routes: dict[str, Answer], header: str) -> Iterator[CodeHost]:
    """A code host that answers.

    Args:
        routes: what it knows to answer.
        header: that has the token.
    """
    host = CodeHost()

    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def _answer(self) -> None:
            address = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            asked = f"{self.command} {address.path}"
            if address.path == "/stored":
                host.stored_for.append(self.headers.get(header))
            elif TOKEN not in (self.headers.get(header) or ""):
                return self._send(401, b"{}")
            for route, answer in routes.items():
                if found := re.fullmatch(route, asked):
                    said = answer(host, parse_qs(address.query), body, found[1] if found.groups() else "")
                    if address.path == "/zip":
                        return self._send(302, b"", Location=said)
                    return self._send(200, said if isinstance(said, bytes) else json.dumps(said).encode())
            return self._send(404, b"{}")

        def _send(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
