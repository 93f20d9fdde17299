"""Requests and answers in the form of the HTTP library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from typing import Any
from urllib.parse import urlencode

import httpx

from provider_lib.dataclass import dataclass
from provider_lib.errors import ConfigError
from provider_lib.rest.api.headers import is_sendable, merge_headers
from provider_lib.rest.api.messages import FORM, YAML, Answer, Flaw, Request
from provider_lib.rest.api.transport import LONGEST_BODY, Received
from provider_lib.rest.api.urls import BaseUrl
from provider_lib.rest.json import exact_json

REQUEST_ID = "x-request-id"
"""The header that carries a vendor's id of the request, for its support."""

BYTE_ORDER_MARK = "\ufeff"
LATIN_1 = "iso-8859-1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_PARAMETER = re.compile(r';\s*([^\s=;,"]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))')
_LINK = re.compile(rf"<(?P<target>[^<>]*)>(?P<parameters>(?:\s*{_PARAMETER.pattern})*)")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request ready to be sent, as often as needed."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    content: bytes | None

    def request(self) -> httpx.Request:
        """It, in the form of the HTTP library."""
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        return httpx.Request(self.method, self.url, headers=headers, content=self.content)


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
    kind = headers["content-type"].lower()
    if kind.startswith(FORM):
        return urlencode(httpx.QueryParams(body).multi_items()).encode()  # before httpx 0.28 a space was not +
    if kind.startswith(YAML) and isinstance(body, str):
        return body.encode()
    return exact_json.encode(body).encode()


def answer_from(received: Received) -> Answer:
    """What the server said, decoded.

    Args:
        received: as it came.
    """
    text, flaw = _text_of(received)
    body = None
    if flaw is None:
        body, flaw = _decoded(text, received.headers.get("content-type", ""))
    return Answer(
        status=received.status,
        body=body,
        headers=received.headers,
        links=links_in(received.headers.get("link", "")),
        request_id=received.headers.get(REQUEST_ID),
        text=text,
        flaw=flaw,
    )


def _text_of(received: Received) -> tuple[str, Flaw | None]:
    """The text of a body, in the charset that it says it has; UTF-8 when it says nothing (RFC 8259 8.1).

    One that says nothing and is not UTF-8 is read as HTTP/1.1 once meant that, as Latin-1 (RFC 2616 3.7.1).
    """
    if received.content is None:
        return "", Flaw("limit", f"more than {LONGEST_BODY // 2**20} MiB")
    charset = _charset(received.headers.get("content-type", ""))
    if charset is None:
        charset = LATIN_1 if _is_latin_1(received.content) else "utf-8"
    try:
        text = received.content.decode(charset).removeprefix(BYTE_ORDER_MARK)
        text.encode()  # some charsets have halves of characters
        return text, None
    except LookupError:
        flaw = Flaw("limit", f"text in an unknown charset, {charset!r}")
    except ValueError:
        flaw = Flaw("limit", f"text that is not {charset}")
    return received.content.decode("utf-8", "replace"), flaw


def _charset(content_type: str) -> str | None:
    message = Message()
    message["content-type"] = content_type
    return message.get_content_charset() or None


def _is_latin_1(content: bytes) -> bool:
    """Whether bytes are no UTF-8, and text in Latin-1: that has no control characters."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return _CONTROL.search(content.decode(LATIN_1)) is None
    return False


def _decoded(text: str, content_type: str) -> tuple[Any, Flaw | None]:
    """The JSON value of a body, whatever its content type says; or why there is none."""
    if not text.strip():
        return None, None
    try:
        return exact_json.decode(text), None
    except exact_json.TooMuch as reason:
        return None, Flaw("limit", str(reason))
    except ValueError:
        if "html" in content_type or text.lstrip().lower().startswith(("<!doctype", "<html")):
            return None, Flaw("web page", "a web page instead of JSON")
        return None, Flaw("broken JSON", "broken JSON") if "json" in content_type else Flaw("text", "text")


def links_in(header: str) -> dict[str, str]:
    """Where a Link header leads, by relation (RFC 8288 3)."""
    found: dict[str, str] = {}
    for link in _LINK.finditer(header):
        for name, quoted, bare in _PARAMETER.findall(link["parameters"]):
            if name.lower() == "rel":
                found |= dict.fromkeys((quoted or bare).split(), link["target"].strip())
    return found
