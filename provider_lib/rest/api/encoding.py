"""Requests and answers in the form of the HTTP library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from provider_lib.errors import ConfigError
from provider_lib.rest.api.headers import is_sendable, merge_headers
from provider_lib.rest.api.messages import FORM, Answer, Request
from provider_lib.rest.api.urls import BaseUrl
from provider_lib.rest.json import exact_json

REQUEST_ID = "x-request-id"
"""The header that carries a vendor's id of the request, for its support."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request ready to be sent, as often as needed."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    content: bytes | None

    def within(self, seconds: float) -> httpx.Request:
        """It, with a limit for the connection and for each part of the exchange."""
        return httpx.Request(
            self.method,
            self.url,
            headers=[(name.encode(), value.encode()) for name, value in self.headers.items()],
            content=self.content,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )


def prepare(request: Request, base: BaseUrl, headers: Mapping[str, str]) -> Prepared:
    """A request in the form of the HTTP library.

    Args:
        request: what is asked; its own headers win.
        base: where the API lives.
        headers: sent with every request, names in lower case.

    Raises:
        ConfigError: a header or the path cannot be sent.
    """
    for name, value in request.headers.items():
        if not is_sendable(name, value):
            raise ConfigError(f"the request to {request.what} has a header that cannot be sent: {name!r}")
    headers = merge_headers(
        headers, {"Content-Type": "application/json"} if request.body is not None else {}, request.headers
    )
    try:
        url = httpx.URL(base.join(request.path, request.query))
    except httpx.InvalidURL as error:
        raise ConfigError(f"the request to {request.what} has a path that cannot be sent: {error}") from None
    return Prepared(request.method, url, headers, _content(request.body, headers))


def _content(body: Any, headers: Mapping[str, str]) -> bytes | None:
    if body is None:
        return None
    if headers["content-type"].startswith(FORM):
        return str(httpx.QueryParams(body)).encode()
    return exact_json.encode(body).encode()


def answer_from(response: httpx.Response) -> Answer:
    """What the server said, decoded.

    Args:
        response: read to its end.
    """
    text = response.content.decode("utf-8", "replace")
    body, flaw = _decoded(text, response.headers.get("content-type", ""))
    return Answer(
        status=response.status_code,
        body=body,
        headers=response.headers,
        links={relation: link["url"] for link in response.links.values() for relation in link.get("rel", "").split()},
        request_id=response.headers.get(REQUEST_ID),
        text=text,
        flaw=flaw,
    )


def _decoded(text: str, content_type: str) -> tuple[Any, Literal["web page", "broken JSON", "text"] | None]:
    """The JSON value of a body, whatever its content type says; or why there is none."""
    if not text.strip():
        return None, None
    try:
        return exact_json.decode(text), None
    except ValueError:
        if "html" in content_type or text.lstrip().lower().startswith(("<!doctype", "<html")):
            return None, "web page"
        return None, "broken JSON" if "json" in content_type else "text"
