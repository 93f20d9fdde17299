"""Connections that are kept, or break off: what came behind an answer is nobody's, and TLS that ends is no object."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from provider_lib.systems import CATALOGUE
from tests.hostile.scene import THING, environment
from tests.unit.rest.api.authority import Authority
from tests.unit.rest.core import Refused, core_of
from tests.unit.rest.life import Life

Talk = Callable[[socket.socket], object]
OBJECT = b'{"id":"%s","name":"ada","size":1}'
END = b"\r\n\r\n"
HELD_BACK = getattr(socket, "MSG_MORE", 0)
"""Of what is sent: it leaves with what comes next."""


@contextmanager
def listening(talk: Talk) -> Iterator[str]:
    """Where somebody talks so to everybody, each in a thread."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                wire, _ = listener.accept()
                threading.Thread(target=one, args=(wire,), daemon=True).start()

    def one(wire: socket.socket) -> None:
        with suppress(OSError), wire:
            talk(wire)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def requests(wire: socket.socket) -> Iterator[bytes]:
    """The first lines of the requests on a connection that is kept."""
    data = b""
    while True:
        while END not in data:
            if not (more := wire.recv(65536)):
                return
            data += more
        head, _, data = data.partition(END)
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        while len(data) < length:
            data += wire.recv(65536)
        data = data[length:]
        yield head.split(b"\r\n")[0]


def kept(status: str, body: bytes, behind: bytes) -> bytes:
    """An answer after which the connection is kept, and what is behind its end."""
    return b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s%s" % (status.encode(), len(body), body, behind)


BEHIND = {
    "another answer": kept("200 OK", OBJECT % b"66", b""),
    "a few characters": b"}}\r\n",
    "an empty line": b"\r\n",
    "half an answer": b"HTTP/1.1 200 OK\r\ncontent-le",
    "an answer without a body": b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
}


@pytest.mark.parametrize("behind", BEHIND)
def test_what_comes_behind_an_answer_is_not_taken_for_the_next(behind: str) -> None:
    names: list[bytes] = []

    def talk(wire: socket.socket) -> None:
        for line in requests(wire):
            names.append(line)
            if line.startswith(b"POST"):
                wire.sendall(kept("201 Created", OBJECT % str(len(names)).encode(), BEHIND[behind]))
            else:
                wire.sendall(kept("200 OK", OBJECT % line.split()[1].rpartition(b"/")[2], BEHIND[behind]))

    with listening(talk) as at, core_of(CATALOGUE, environment(THING, f"http://{at}")) as core, core.walk():
        lives = [Life(core, THING.type_name, path="/things", body={"name": "ada"}) for _ in range(5)]
        for life in lives:
            life.plan(refresh=False).apply()
            first = life.state
            life.refresh()
            assert life.state == first


def test_a_kept_connection_that_the_server_closed_takes_no_request() -> None:
    lines: list[bytes] = []

    def talk(wire: socket.socket) -> None:
        line = next(requests(wire))
        lines.append(line)
        number = str(len(lines)).encode() if line.startswith(b"POST") else line.split()[1].rpartition(b"/")[2]
        # The end of the connection is there together with the answer.
        wire.sendall(kept("200 OK", OBJECT % number, b""), HELD_BACK)

    with listening(talk) as at, core_of(CATALOGUE, environment(THING, f"http://{at}")) as core, core.walk():
        for _ in range(5):
            Life(core, THING.type_name, path="/things", body={"name": "ada"}).apply()
    assert [line.split()[0] for line in lines] == [b"POST", b"GET"] * 5


def test_a_body_of_an_answer_that_has_none_does_not_spoil_the_next() -> None:
    def talk(wire: socket.socket) -> None:
        for line in requests(wire):
            if line.startswith(b"DELETE"):
                wire.sendall(b'HTTP/1.1 204 No Content\r\n\r\n{"deleted": true}')
            else:
                wire.sendall(kept("201 Created", OBJECT % b"1", b""))

    with listening(talk) as at, core_of(CATALOGUE, environment(THING, f"http://{at}")) as core, core.walk():
        for _ in range(3):
            life = Life(core, THING.type_name, path="/things", body={"name": "ada"})
            life.plan(refresh=False).apply()
            life.destroy(refresh=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def _reset(wire: socket.socket) -> None:
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _talk_tls(context: ssl.SSLContext, answer: bytes, *, is_reset: bool = False) -> Talk:
    """Speak TLS, answer with this, and hang up without a word."""

    def talk(wire: socket.socket) -> None:
        with context.wrap_socket(wire, server_side=True, suppress_ragged_eofs=True) as secured:
            next(requests(secured))
            secured.sendall(answer)
            if is_reset:
                _reset(secured)

    return talk


JSON = b"HTTP/1.1 201 Created\r\ncontent-type: application/json"
HALF = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n" + OBJECT % b"1"
NEVER_SENT: dict[str, Talk] = {
    "hangs up at once": lambda _: None,
    "hangs up after the greeting": lambda wire: wire.recv(10),
    "resets after the greeting": lambda wire: (wire.recv(10), _reset(wire)),
    "greets with garbage": lambda wire: (wire.recv(4096), wire.sendall(b"\x16\x03\x03\x00\x10" + b"?" * 16)),
    "greets and says no more": lambda wire: (wire.recv(4096), wire.recv(4096)),
    "speaks plain HTTP": lambda wire: (wire.recv(4096), wire.sendall(kept("200 OK", b"{}", b""))),
}
"""TLS that never comes about."""


@pytest.mark.parametrize("talk", NEVER_SENT)
def test_tls_that_never_comes_about_means_that_nothing_was_sent(authority: Authority, talk: str) -> None:
    assert "look for it" not in _refusal(authority, NEVER_SENT[talk])


BROKEN_OFF = {
    "before an answer": (b"", False),
    "within the head": (b"HTTP/1.1 200 OK\r\ncontent-l", False),
    "within the body": (HALF, False),
    "with a reset": (HALF, True),
    "within a body whose end nobody knows": (JSON + END + (OBJECT % b"1")[:-5], False),
}


@pytest.mark.parametrize("where", BROKEN_OFF)
def test_tls_that_breaks_off_leaves_open_what_became_of_a_create(authority: Authority, where: str) -> None:
    answer, is_reset = BROKEN_OFF[where]
    assert "look for it" in _refusal(authority, _talk_tls(authority.server_context(), answer, is_reset=is_reset))


def _refusal(authority: Authority, talk: Talk) -> str:
    with listening(talk) as at:
        variables = environment(THING, f"https://{at}") | {"SLUICE_REST_CA_FILE": str(authority.file)}
        with core_of(CATALOGUE, variables) as core, pytest.raises(Refused) as caught:
            Life(core, THING.type_name, path="/things", body={"name": "ada"}).apply()
    [error] = caught.value.errors
    assert "cannot be reached" in error.summary or "answered with" in error.summary
    assert "met a bug" not in str(error)
    return error.detail
