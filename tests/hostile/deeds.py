"""What servers do to those who ask them: misdeeds, each in a line or two."""

from __future__ import annotations

import gzip
import json
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal

from tests.hostile.server import Deed, Exchange, Response

JSON = {"content-type": "application/json"}
MIB = 1024 * 1024


def instead(body: bytes | str, status: int = 200, **headers: str) -> Deed:
    """Answer so, and do nothing."""
    return lambda exchange: exchange.send(_said(body, status, headers))


def done_but_says(body: bytes | str, status: int = 201, **headers: str) -> Deed:
    """Do what is asked, and answer so."""

    def deed(exchange: Exchange) -> None:
        exchange.carry_out()
        exchange.send(_said(body, status, headers))

    return deed


def _said(body: bytes | str, status: int, headers: Mapping[str, str]) -> Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(status, body if isinstance(body, bytes) else body.encode(), {**JSON, **named})


def done_but_raw(answer: bytes) -> Deed:
    """Do what is asked, and put these bytes on the wire."""

    def deed(exchange: Exchange) -> None:
        exchange.carry_out()
        exchange.send(answer)

    return deed


def raw(headers: str, body: str, *, start: str = "HTTP/1.1 201 Created") -> Deed:
    """Do what is asked, and answer with this on the wire, as JSON."""
    return done_but_raw(f"{start}\r\ncontent-type: application/json\r\n{headers}\r\n\r\n{body}".encode("latin-1"))


def flood(more: bytes, first: bytes = b"") -> Deed:
    """Do what is asked, and answer with more and more of the same."""

    def deed(exchange: Exchange) -> None:
        exchange.carry_out()
        exchange.send(first)
        for _ in range(200):
            exchange.send(more * (MIB // len(more)))
        raise AssertionError("200 MiB were taken")

    return deed


def done_with(change: Callable[[dict[str, Any]], Any], **headers: str) -> Deed:
    """Do what is asked, and answer with what a change makes of the true answer."""

    def deed(exchange: Exchange) -> None:
        true = exchange.carry_out()
        changed = change(json.loads(true.body) if true.body else {})
        exchange.send(Response(true.status, json.dumps(changed).encode(), {**JSON, **headers}))

    return deed


def done_and_headed(**headers: str) -> Deed:
    """Do what is asked, and answer with these headers beside the true ones."""

    def deed(exchange: Exchange) -> None:
        true = exchange.carry_out()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        exchange.send(Response(true.status, true.body, {**true.headers, **named}))

    return deed


def done_with_text(put: str) -> Deed:
    """Do what is asked, and answer with these characters put into the JSON of the true answer as a first member."""

    def deed(exchange: Exchange) -> None:
        true = exchange.carry_out()
        exchange.send(Response(true.status, b"{" + put.encode("utf-8", "surrogatepass") + b"," + true.body[1:], JSON))

    return deed


def done_in(charset: str, content_type: str = "application/json", form: Literal["NFC", "NFD"] = "NFC") -> Deed:
    """Do what is asked, and answer in a charset and in a form of Unicode."""

    def deed(exchange: Exchange) -> None:
        true = exchange.carry_out()
        text = json.dumps(json.loads(true.body), ensure_ascii=False) if true.body else ""
        body = unicodedata.normalize(form, text).encode(charset)
        exchange.send(Response(true.status, body, {"content-type": content_type}))

    return deed


def done_and_gone(exchange: Exchange) -> None:
    """Do what is asked, and hang up."""
    exchange.carry_out()


def gone(_: Exchange) -> None:
    """Hang up."""


def done_then(status: int, seconds: float) -> Deed:
    """Say that it failed; do it some time later all the same."""

    def deed(exchange: Exchange) -> None:
        threading.Timer(seconds, exchange.carry_out).start()
        exchange.send(Response(status, b'{"message": "try later"}', JSON))

    return deed


def trickles(pause: float = 0.1, *, head: bool = False, is_done: bool = True) -> Deed:
    """Answer byte by byte, without ever coming to an end."""

    def deed(exchange: Exchange) -> None:
        if is_done:
            exchange.carry_out()
        exchange.send(b"HTTP/1.1 200 OK\r\n" + (b"x-slow: " if head else b"content-length: 1000000\r\n\r\n"))
        while True:
            exchange.send(b" ")
            time.sleep(pause)

    return deed


def endless(exchange: Exchange) -> None:
    """Do what is asked, and answer without end."""
    exchange.carry_out()
    exchange.send(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[")
    chunk = b"1," * (MIB // 2)
    for _ in range(200):
        exchange.send(chunk)
    raise AssertionError("200 MiB were taken")


def bomb(exchange: Exchange) -> None:
    """Do what is asked, and answer with little that unpacks to much."""
    exchange.carry_out()
    body = gzip.compress(b" " * (200 * MIB), 1)
    exchange.send(Response(201, body, {**JSON, "content-encoding": "gzip"}))


def nested(levels: int) -> str:
    """JSON so many levels deep."""
    return "[" * levels + "]" * levels


def redirects(location: str, status: int = 302) -> Deed:
    """Do what is asked, and send the client elsewhere."""
    return done_but_says(b"", status, location=location)
