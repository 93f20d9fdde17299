"""Whether a request was sent over a connection that ended: what cannot have been carried out may be sent again."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from threading import Event

import httpcore
import pytest

from provider_lib.rest.api.client import Request
from provider_lib.rest.api.transport import LONGEST_BODY, _Clock, _Network, _received
from tests.unit.rest.api.conftest import MakeClient
from tests.until import until

AT_ONCE = struct.pack("ii", 1, 0)
"""Of SO_LINGER: a close resets the connection."""


@contextmanager
def connected(clock: _Clock) -> Iterator[tuple[httpcore.NetworkStream, socket.socket]]:
    """Both ends of a connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        clock.begin(5)
        ours = _Network(clock).connect_tcp("127.0.0.1", listener.getsockname()[1])
        theirs, _ = listener.accept()
        with theirs:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            yield ours, theirs
        ours.close()


def closed(theirs: socket.socket, ours: httpcore.NetworkStream) -> None:
    """Close the other end, and wait until it shows at ours."""
    theirs.close()
    until(lambda: ours.get_extra_info("is_readable"))


def send(ours: httpcore.NetworkStream, *parts: bytes) -> bytes:
    """What is answered to a request; as the library does, even when it could not be written."""
    with suppress(httpcore.WriteError):
        for part in parts:
            ours.write(part)
    return ours.read(100)


def test_a_request_whose_first_bytes_never_left_was_not_sent() -> None:
    clock = _Clock()
    with connected(clock) as (ours, theirs):
        closed(theirs, ours)
        with suppress(httpcore.ReadError):  # what a reset connection tells is told once
            ours.read(1)
        with pytest.raises(httpcore.ConnectError, match="closed before the request was sent"):
            send(ours, b"POST /things HTTP/1.1", b"{}")


def test_a_request_that_broke_off_may_have_been_sent() -> None:
    clock = _Clock()
    with connected(clock) as (ours, theirs):
        ours.write(b"POST /things HTTP/1.1")
        closed(theirs, ours)
        with pytest.raises(httpcore.ReadError):
            send(ours)
        assert send(ours, b"{}") == b""


def test_what_comes_behind_the_end_of_an_answer_is_not_the_next_one(client_of: MakeClient) -> None:
    def serve(listener: socket.socket) -> None:
        for answer in (b"204 No Content\r\n\r\n7", b"200 OK\r\nContent-Length: 1\r\n\r\n8"):
            wire, _ = listener.accept()
            wire.recv(65536)
            wire.sendall(b"HTTP/1.1 " + answer)
            wires.append(wire)

    wires: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        listener.settimeout(5)
        serving = threads.submit(serve, listener)
        client = client_of(f"http://127.0.0.1:{listener.getsockname()[1]}")
        answers = [client.send(Request(method="GET", path="/")) for _ in range(2)]
        serving.result(10)
    for wire in wires:
        wire.close()
    assert [(answer.status, answer.body) for answer in answers] == [(204, None), (200, 8)]


@pytest.mark.parametrize(("parts", "content", "read"), [(64, bytes(LONGEST_BODY), 64), (70, None, 65)])
def test_of_an_answer_without_an_end_no_more_is_read_than_one_may_have(
    parts: int, content: bytes | None, read: int
) -> None:
    asked: list[int] = []

    def body() -> Iterator[bytes]:
        for number in range(parts):
            asked.append(number)
            yield bytes(LONGEST_BODY // 64)

    received = _received(httpcore.Response(200, content=body()))
    assert (received.content == content, len(asked)) == (True, read)


@pytest.mark.skipif(sys.platform != "linux", reason="a server whose queue is full refuses there")
def test_a_server_that_takes_no_connection_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as waiting:
        for _ in range(4):
            first = waiting.enter_context(socket.socket())
            first.setblocking(False)
            first.connect_ex(listener.getsockname())
        clock = _Clock()
        clock.begin(0.2)
        with pytest.raises(httpcore.ConnectTimeout):
            _Network(clock).connect_tcp(*listener.getsockname())


def test_a_request_that_is_read_too_slowly_is_given_up() -> None:
    clock, over = _Clock(), Event()

    def read(theirs: socket.socket) -> None:
        while not over.wait(0.02):
            theirs.recv(65536)

    with ThreadPoolExecutor(1) as threads, connected(clock) as (ours, theirs):
        ours.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)  # so that it takes time
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        theirs.settimeout(5)
        threads.submit(read, theirs)
        clock.begin(0.3)
        with pytest.raises(httpcore.WriteTimeout):
            ours.write(bytes(4 << 20))
        over.set()


def test_each_request_begins_anew() -> None:
    clock = _Clock()
    with connected(clock) as (ours, theirs):
        ours.write(b"POST /things HTTP/1.1")
        closed(theirs, ours)
        clock.begin(5)
        with pytest.raises(httpcore.ConnectError):
            send(ours, b"POST /things HTTP/1.1")
