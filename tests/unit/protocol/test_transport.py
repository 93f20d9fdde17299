"""What a server in TLS allows, and its key, which lies on no disk where the system has files in memory."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from provider_lib.protocol.certificate import make_certificate
from provider_lib.protocol.transport import OPEN_FILES, SealedTransport, tls_context


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="this system has no files in memory that can be opened by name")
def test_a_key_needs_no_folder(tmp_path: Path) -> None:
    assert isinstance(tls_context(make_certificate(), tmp_path / "none"), ssl.SSLContext)


def test_a_key_that_needs_one_is_gone_from_it(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert isinstance(tls_context(make_certificate(), tmp_path, nowhere), ssl.SSLContext)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_laid_there_gets_no_key(tmp_path: Path) -> None:
    with (tmp_path / "k").open("w+") as laid:
        with pytest.raises(FileExistsError):
            tls_context(make_certificate(), tmp_path, tmp_path / "nowhere")
        assert laid.read() == ""


def test_a_client_needs_tls_1_2_and_is_given_no_ticket(tmp_path: Path) -> None:
    context = tls_context(make_certificate(), tmp_path)
    assert (context.minimum_version, context.num_tickets) == (ssl.TLSVersion.TLSv1_2, 0)


@contextmanager
def connected(folder: Path) -> Iterator[tuple[SealedTransport, ssl.SSLSocket]]:
    """A server in TLS, and its client after the handshake."""
    certificate = make_certificate()
    trust = ssl.create_default_context(cadata=certificate.pem.decode())
    trust.set_alpn_protocols(["h2"])
    theirs, ours = socket.socketpair()
    server = SealedTransport(ours, tls_context(certificate, folder))
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(server.receive)
        client = trust.wrap_socket(theirs, server_hostname="localhost")
        client.sendall(b"hello")
        assert first.result(20) == b"hello"
    with client:
        yield server, client
    server.close()


def test_both_sides_speak_http_2_and_hear_each_other(tmp_path: Path) -> None:
    with connected(tmp_path) as (server, client):
        assert (client.selected_alpn_protocol(), client.version()) == ("h2", "TLSv1.3")
        server.send(b"hello yourself")
        assert client.recv(100) == b"hello yourself"


def test_a_client_that_says_goodbye_in_tls_is_at_its_end(tmp_path: Path) -> None:
    with connected(tmp_path) as (server, client):
        client.sendall(b"last words")
        assert server.receive() == b"last words"
        client.settimeout(0)
        with suppress(ssl.SSLWantReadError):
            client.unwrap()  # says so, and does not wait for the answer
        assert server.receive() == b""


def test_a_client_that_goes_without_a_word_is_at_its_end(tmp_path: Path) -> None:
    with connected(tmp_path) as (server, client):
        client.close()
        assert server.receive() == b""


def test_what_the_end_of_a_connection_finds_gone_is_no_error(tmp_path: Path) -> None:
    with connected(tmp_path) as (server, client):
        client.close()
        server.end()
        server.end()
        assert server.receive() == b""
