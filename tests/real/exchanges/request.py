"""What is asked of two servers alike: requests, in scenarios that need nothing but themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """A request, and what is known of its answers.

    Args:
        content: the body as it is sent.
        until: the request is repeated until this pattern is found in its answer, for what takes a server a moment.
        differs: why the sandbox answers otherwise than the real server; empty where it must not.
    """

    method: str
    path: str
    content: bytes | None = None
    content_type: str | None = None
    until: str = ""
    differs: str = ""

    def __str__(self) -> str:
        return " ".join([self.method, self.path, *([self.content.decode()] if self.content else [])])

    def send(self, client: httpx.Client) -> httpx.Response:
        """The answer of the server that ``client`` talks to."""
        headers = {"Content-Type": self.content_type} if self.content_type else None
        return client.request(self.method, self.path, content=self.content, headers=headers)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Requests that are sent one after the other to a server that has no connector.

    Args:
        since: the first version of the server that has what it is about.
        before: the first version that has not.
    """

    name: str
    requests: tuple[Request, ...]
    since: tuple[int, int] = (0, 0)
    before: tuple[int, int] = (99, 0)

    def is_about(self, version: str) -> bool:
        """Whether a server of ``version`` has what this is about."""
        major, minor, *_ = (int(part) for part in version.split("."))
        return self.since <= (major, minor) < self.before


def scenario(name: str, *requests: Request, **limits: tuple[int, int]) -> Scenario:
    """A scenario of ``requests``."""
    return Scenario(name, requests, **limits)


def settled(name: str, connector: str, *tasks: str) -> Request:
    """The status of a connector once it and its tasks are in these states."""
    shown = ",".join(rf'{{"id":\d+,"state":"{task}"[^}}]*}}' for task in tasks)
    return get(f"/connectors/{name}/status", until=rf'"connector":{{"state":"{connector}".*"tasks":\[{shown}\]')


def get(path: str, *, until: str = "", differs: str = "") -> Request:
    return Request("GET", path, until=until, differs=differs)


def delete(path: str) -> Request:
    return Request("DELETE", path)


def post(path: str, body: Any = None, *, content_type: str = JSON, differs: str = "") -> Request:
    return _with_body("POST", path, body, content_type, differs)


def put(path: str, body: Any = None, *, content_type: str = JSON, differs: str = "") -> Request:
    return _with_body("PUT", path, body, content_type, differs)


def patch(path: str, body: Any = None, *, content_type: str = JSON, differs: str = "") -> Request:
    return _with_body("PATCH", path, body, content_type, differs)


def _with_body(method: str, path: str, body: Any, content_type: str, differs: str) -> Request:
    """``body`` is JSON, or bytes to be sent as they are."""
    if body is None:
        return Request(method, path, differs=differs)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method, path, content, content_type, differs=differs)
