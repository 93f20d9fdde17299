from __future__ import annotations

import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from provider_lib.errors import ConfigError, Unreachable
from provider_lib.rest.api.client import Request
from provider_lib.rest.api.tls import tls_context, trusting_the_machine
from tests.unit.rest.api.authority import Authority
from tests.unit.rest.api.conftest import MakeClient, settings_of
from tests.unit.rest.api.server import Server, replies, reply

Serve = Callable[..., Server]
GET = Request(method="GET", path="/things", repeatable=True, what="list things")
OK = replies(reply({"ok": True}))
CHECK_URL = "Check `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS."
CERTIFICATE = (
    "Set `client_cert_file` of `shop` in the provider block, or SLUICE_SHOP_CLIENT_CERT_FILE, "
    "and `client_key_file` of `shop` in the provider block, or SLUICE_SHOP_CLIENT_KEY_FILE."
)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_a_private_authority_is_trusted_when_it_is_named(
    serve: Serve, client_of: MakeClient, authority: Authority
) -> None:
    server = serve(OK, authority.server_context())
    assert client_of(server.url, ca_file=str(authority.file)).send(GET).body == {"ok": True}


def test_a_machine_without_authorities_trusts_the_public_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert tls_context(settings_of("https://shop.example")).cert_store_stats()["x509_ca"] > 50


def test_the_authorities_of_another_system_than_the_building_one_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: Authority
) -> None:
    """As in a package that was built on Debian and runs on Red Hat: OpenSSL finds none where it looks."""
    monkeypatch.setenv("SSL_CERT_FILE", "")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nowhere"))
    (tmp_path / "broken.pem").write_text("no certificate")
    places = [str(tmp_path / "missing.pem"), str(tmp_path / "broken.pem"), str(authority.file)]
    assert trusting_the_machine(places).cert_store_stats() == {"crl": 0, "x509": 1, "x509_ca": 1}
    assert trusting_the_machine(places[:2]).cert_store_stats()["x509_ca"] > 50
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    assert trusting_the_machine(places).cert_store_stats()["x509_ca"] > 50


def test_a_proxy_over_tls_is_trusted_by_the_same_authorities(
    serve: Serve, client_of: MakeClient, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(OK, authority.server_context())
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert client_of("http://shop.example", ca_file=str(authority.file)).send(GET).body == {"ok": True}
    assert proxy.lines == ["GET http://shop.example/things"]


def test_an_unknown_authority_is_refused_at_once_with_the_way_out(
    serve: Serve, client_of: MakeClient, authority: Authority
) -> None:
    server = serve(OK, authority.server_context())
    with pytest.raises(Unreachable) as caught:
        client_of(server.url).send(GET)
    assert caught.value.summary == (
        "The Shop cannot be reached to list things: "
        "its certificate is not trusted: unable to get local issuer certificate"
    )
    assert caught.value.detail == (
        "Check `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS. For a private authority, "
        "name a PEM file with its certificate: set `ca_file` of `shop` in the provider block, or SLUICE_SHOP_CA_FILE.\n"
        "For a trial, `insecure` of `shop` turns the check off.\n"
        f"{server.url} was tried."
    )
    assert not caught.value.sent
    assert (server.connections, server.lines) == (1, [])


def test_a_certificate_for_another_server_is_refused(serve: Serve, client_of: MakeClient, authority: Authority) -> None:
    server = serve(OK, authority.server_context(address="127.0.0.2"))
    with pytest.raises(Unreachable, match="IP address mismatch"):
        client_of(server.url, ca_file=str(authority.file)).send(GET)


def test_the_check_can_be_turned_off(serve: Serve, client_of: MakeClient, authority: Authority) -> None:
    server = serve(OK, authority.server_context(address="127.0.0.2"))
    assert client_of(server.url, insecure=True).send(GET).body == {"ok": True}


def test_this_side_proves_who_it_is(serve: Serve, client_of: MakeClient, authority: Authority) -> None:
    server = serve(OK, authority.server_context(wants_clients_of=authority))
    cert_file, key_file = authority.issue("client")
    both = cert_file.with_suffix(".both")
    both.write_bytes(cert_file.read_bytes() + key_file.read_bytes())
    trust = {"ca_file": str(authority.file)}
    assert client_of(server.url, client_cert_file=str(cert_file), client_key_file=str(key_file), **trust).send(GET).body
    assert client_of(server.url, client_cert_file=str(both), **trust).send(GET).body
    assert server.lines == ["GET /things", "GET /things"]


def test_a_missing_client_certificate_is_named_as_the_cause(
    serve: Serve, client_of: MakeClient, authority: Authority
) -> None:
    server = serve(OK, authority.server_context(wants_clients_of=authority))
    create = Request(method="POST", path="/things", what="create thing 7")
    with pytest.raises(Unreachable) as caught:
        client_of(server.url, ca_file=str(authority.file)).send(create)
    assert caught.value.summary == (
        "The Shop cannot be reached to create thing 7: it refuses this side's certificate, or the lack of one"
    )
    assert caught.value.detail == f"{CERTIFICATE}\n{server.url} was tried."
    assert not caught.value.sent
    assert server.lines == []


def _alert(listening: socket.socket, number: int) -> None:
    wire, _ = listening.accept()
    with wire:
        wire.recv(65536)
        wire.sendall(bytes([0x15, 3, 3, 0, 2, 2, number]))


@pytest.mark.parametrize(
    ("number", "reason", "advice"),
    [
        (40, "it refuses this side's certificate, or the lack of one", CERTIFICATE),
        (48, "it refuses this side's certificate, or the lack of one", CERTIFICATE),
        (70, "it does not speak TLS as this side does", f"{CHECK_URL} A server without TLS needs http://."),
    ],
)
def test_what_a_server_does_not_like_in_this_sides_tls_is_told(
    client_of: MakeClient, number: int, reason: str, advice: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as threads:
        threads.submit(_alert, listening, number)
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(Unreachable) as caught:
            client_of(url).send(GET)
    assert (caught.value.summary, caught.value.detail, caught.value.sent) == (
        f"The Shop cannot be reached to list things: {reason}",
        f"{advice}\n{url} was tried.",
        False,
    )


def test_a_server_that_never_answers_in_tls_is_given_up(client_of: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.raises(Unreachable) as caught:
        client_of(f"https://127.0.0.1:{listening.getsockname()[1]}", timeout="100ms", max_retries=0).send(GET)
    assert caught.value.summary == "The Shop cannot be reached to list things: no connection in time"


def test_a_server_without_tls_is_recognised(serve: Serve, client_of: MakeClient) -> None:
    server = serve(OK)
    with pytest.raises(Unreachable) as caught:
        client_of(server.url.replace("http:", "https:")).send(GET)
    assert caught.value.summary == (
        "The Shop cannot be reached to list things: it does not speak TLS as this side does"
    )
    assert caught.value.detail == (
        f"{CHECK_URL} A server without TLS needs http://.\n{server.url.replace('http:', 'https:')} was tried."
    )


def test_a_file_that_cannot_be_used_is_named_with_its_setting(client_of: MakeClient, authority: Authority) -> None:
    cert_file, key_file = map(str, authority.issue("client"))
    _, other_key = map(str, authority.issue("other"))
    _, locked_key = map(str, authority.issue("locked", password="open sesame"))
    nowhere = f"{cert_file}.missing"

    def refusal(**given: str) -> str:
        with pytest.raises(ConfigError) as caught:
            client_of("https://127.0.0.1:1", **given)
        key = caught.value.summary.split("`")[1]
        detail = f"Set `{key}` of `shop` in the provider block, or SLUICE_SHOP_{key.upper()}."
        assert (caught.value.detail, caught.value.path) == (detail, ())
        return caught.value.summary

    missing = os.strerror(2)
    assert refusal(ca_file=nowhere) == f"`ca_file` of `shop` ({nowhere}) cannot be read: {missing}"
    assert refusal(ca_file=key_file) == f"`ca_file` of `shop` ({key_file}) holds no certificate in PEM form"
    assert refusal(client_cert_file=nowhere) == f"`client_cert_file` of `shop` ({nowhere}) cannot be read: {missing}"
    assert refusal(client_key_file=key_file) == (
        "`client_cert_file` of `shop` is missing although `client_key_file` is set"
    )
    pair = "must hold a certificate and the key that belongs to it, both in PEM form"
    assert refusal(client_cert_file=cert_file) == f"`client_cert_file` of `shop` ({cert_file}) {pair}"
    assert refusal(client_cert_file=cert_file, client_key_file=other_key) == (
        f"`client_cert_file` of `shop` ({cert_file}, key in {other_key}) {pair}"
    )
    assert refusal(client_cert_file=cert_file, client_key_file=locked_key) == (
        f"`client_key_file` of `shop` ({cert_file}, key in {locked_key}) is encrypted; give a key without a password"
    )
