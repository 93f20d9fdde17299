from __future__ import annotations

import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable

import httpx
import pytest

from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer, Unreachable
from provider_lib.rest.api.client import Request
from provider_lib.rest.api.transport import Unintelligible
from provider_lib.rest.api.transport_errors import transport_error, was_never_made, was_sent
from tests.unit.rest.api.conftest import MakeClient, settings_of
from tests.unit.rest.api.server import DROP, Reply, Seen, Server, replies
from tests.until import until

Serve = Callable[..., Server]
GET = Request(method="GET", path="/things?key=hidden", repeatable=True, what="list things")
POST = Request(method="POST", path="/things", body={"password": "hidden"}, what="create thing 7")
CHECK_URL = "Check `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS."
LONGER = "a slow server needs a longer `timeout` of `shop` in the provider block, or SLUICE_SHOP_TIMEOUT."
PERHAPS = "The request may have been carried out all the same."


@pytest.fixture
def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def error_of(make: MakeClient, url: str, request: Request, **given: object) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        make(url, max_retries=1, **given).send(request)
    assert "hidden" not in str(caught.value)
    return caught.value


def test_nothing_listens(client_of: MakeClient, closed_port: str) -> None:
    error = error_of(client_of, closed_port, POST)
    host = closed_port.removeprefix("http://")
    assert error.summary == f"The Shop cannot be reached to create thing 7: nothing listens at {host}"
    assert error.detail == f"{CHECK_URL}\n{closed_port} was tried."
    assert not error.sent


def test_no_connection_can_be_made(client_of: MakeClient) -> None:
    error = error_of(client_of, "http://255.255.255.255", POST)  # no machine is called so
    assert error.summary == "The Shop cannot be reached to create thing 7: no connection could be made"
    assert error.detail == f"{CHECK_URL}\nhttp://255.255.255.255 was tried."
    assert not error.sent


def test_the_name_does_not_resolve(client_of: MakeClient) -> None:
    error = error_of(client_of, "http://shop.invalid", POST)
    assert error.summary == "The Shop cannot be reached to create thing 7: the name shop.invalid does not resolve"
    assert error.detail == f"{CHECK_URL}\nhttp://shop.invalid was tried."
    assert not error.sent


def test_no_answer_in_time(serve: Serve, client_of: MakeClient, silent: Callable[[Seen], Reply]) -> None:
    server = serve(silent)
    error = error_of(client_of, server.url, POST, timeout="50ms")
    assert error.summary == "The Shop cannot be reached to create thing 7: no answer in time"
    assert error.detail == f"A wait of 0.05 s is allowed; {LONGER}\n{PERHAPS}\n{server.url} was tried."
    assert error.sent
    assert len(until(lambda: server.lines)) == 1


def test_a_deadline_ends_an_attempt_before_its_time_out(
    serve: Serve, client_of: MakeClient, silent: Callable[[Seen], Reply]
) -> None:
    started = time.monotonic()
    request = Request(method="GET", path="/", repeatable=True, deadline=started + 1)
    error = error_of(client_of, serve(silent).url, request)
    assert error.summary == "The Shop cannot be reached to answer: no answer in time"
    assert error.detail.startswith("The time for the whole operation was over. A slow server needs more: raise the ")
    assert time.monotonic() - started < 5


def test_a_deadline_that_has_passed_sends_nothing(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(DROP))
    error = error_of(client_of, server.url, Request(method="POST", path="/", deadline=time.monotonic()))
    assert error.summary == "The Shop cannot be reached to answer: its turn did not come in time"
    assert not error.sent
    assert server.lines == []


def test_the_connection_is_lost(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(DROP))
    error = error_of(client_of, server.url, POST)
    assert error.summary == "The Shop cannot be reached to create thing 7: the connection ended before the answer came"
    assert error.detail == f"The server, or a proxy before it, closed it.\n{PERHAPS}\n{server.url} was tried."
    assert error.sent


def test_a_read_that_is_lost_need_not_be_wondered_about(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(DROP))
    error = error_of(client_of, server.url, GET)
    assert error.detail == f"The server, or a proxy before it, closed it.\n{server.url} was tried."
    assert len(server.lines) == 2


@pytest.mark.parametrize(("status", "wants"), [(403, ""), (407, " It wants a user and a password in HTTPS_PROXY.")])
def test_a_proxy_from_the_environment_is_used_and_named_when_it_refuses(
    serve: Serve, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch, status: int, wants: str
) -> None:
    proxy = serve(replies(Reply(status)))
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    error = error_of(client_of, "https://shop.invalid", POST)
    assert error.summary == "The Shop cannot be reached to create thing 7: the proxy refused"
    assert error.detail == f"Check HTTPS_PROXY and NO_PROXY.{wants}\nhttps://shop.invalid was tried."
    assert not error.sent


@pytest.mark.parametrize(("scheme", "line"), [("http", "GET http://shop.invalid/"), ("https", "CONNECT ")])
def test_a_proxy_is_given_the_user_and_the_password_that_stand_in_its_address(
    serve: Serve, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch, scheme: str, line: str
) -> None:
    proxy = serve(replies(Reply(403)))
    monkeypatch.setenv(f"{scheme.upper()}_PROXY", proxy.url.replace("://", "://someone:hunter2@"))
    with pytest.raises((ApiError, Unreachable)):
        client_of(f"{scheme}://shop.invalid", max_retries=0).send(GET)
    [seen] = proxy.seen
    assert seen.line.startswith(line)
    assert seen.headers["proxy-authorization"] == f"Basic {b64encode(b'someone:hunter2').decode()}"


def test_a_proxy_without_a_user_is_given_none(
    serve: Serve, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(replies(Reply(200, "7")))
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert client_of("http://shop.invalid").send(GET).body == 7
    assert "proxy-authorization" not in proxy.seen[0].headers


@pytest.mark.parametrize(("packing", "body"), [("gzip", "not gzip"), ("identity, identity", "7")])
def test_an_answer_that_cannot_be_unpacked_is_not_the_apis(
    serve: Serve, client_of: MakeClient, packing: str, body: str
) -> None:
    server = serve(replies(Reply(200, body, {"content-encoding": packing})))
    with pytest.raises(UnexpectedAnswer) as caught:
        client_of(server.url).send(GET)
    assert (caught.value.summary, caught.value.detail) == (
        "The Shop was asked to list things and answered with something that cannot be unpacked",
        "The answer is not compressed in the way its headers say; a proxy may have changed it.",
    )
    assert len(server.lines) == 1


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("named", ["http://someone:hunter2@127.0.0.1:1", "someone:hunter2@127.0.0.1:1", "127.0.0.1:1"])
def test_a_proxy_that_does_not_answer_is_named_rather_than_the_api(
    client_of: MakeClient, monkeypatch: pytest.MonkeyPatch, variable: str, named: str
) -> None:
    monkeypatch.setenv(variable, named)
    error = error_of(client_of, "http://shop.example", POST)
    assert error.summary == "The Shop cannot be reached to create thing 7: the proxy 127.0.0.1:1 does not answer"
    assert error.detail == (
        f"Check {variable}; a server that needs no proxy can be named in NO_PROXY.\nhttp://shop.example was tried."
    )
    assert not error.sent


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("socks5://127.0.0.1:1080", "names a proxy with socks5://, and only http:// and https:// are supported"),
        ("htpp://proxy:3128", "names a proxy with htpp://, and only http:// and https:// are supported"),
        ("http://", "names a proxy with no host, and only http:// and https:// are supported"),
        ("http://[::1", "is not the URL of a proxy"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_named_with_its_variable(
    client_of: MakeClient, monkeypatch: pytest.MonkeyPatch, named: str, reason: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", named)
    with pytest.raises(ConfigError) as caught:
        client_of("http://shop.example").send(POST)
    assert caught.value.summary == f"ALL_PROXY {reason}"
    assert caught.value.detail == (
        "Set it to the address of an HTTP proxy, or reach shop.example directly: name it in NO_PROXY."
    )


def test_a_proxy_that_cannot_be_used_does_not_matter_to_a_server_that_needs_none(
    serve: Serve, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert client_of(serve(replies(Reply(200, "7"))).url).send(GET).body == 7


def test_what_comes_is_not_http(client_of: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_greet, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        error = error_of(client_of, f"http://127.0.0.1:{port}", POST)
    assert error.summary == "The Shop cannot be reached to create thing 7: what came is not HTTP"
    assert error.detail == (
        f"{CHECK_URL} A server that expects TLS needs https://; another service may listen there.\n{PERHAPS}\n"
        f"http://127.0.0.1:{port} was tried."
    )


def _greet(listening: socket.socket) -> None:
    wire, _ = listening.accept()
    with wire:
        wire.sendall(b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n")


TURN = "The server had asked for a pause, or other requests took long. Raise the resource's time-out."
UNLIKE = "Something else than the API may answer there, or a proxy may have changed the answer."
ANOTHER = "It was not sent: another request has just been tried in vain."
TRIED = "https://shop.example:8443 was tried."


@pytest.mark.parametrize(
    ("failure", "reason", "detail", "sent"),
    [
        (httpx.PoolTimeout("x"), "its turn did not come in time", f"{TURN}\n{TRIED}", False),
        (
            httpx.ConnectTimeout("x"),
            "no connection in time",
            f"{CHECK_URL} A firewall may drop the packets. A wait of 30 s is allowed; {LONGER}\n{TRIED}",
            False,
        ),
        (
            httpx.ReadTimeout("x"),
            "no answer in time",
            f"A wait of 30 s is allowed; {LONGER}\n{PERHAPS}\n{TRIED}",
            True,
        ),
        (
            httpx.ProxyError("x"),
            "the proxy refused",
            f"Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.\n{TRIED}",
            False,
        ),
        (
            Unintelligible("x"),
            "the answer cannot be understood",
            f"{CHECK_URL} {UNLIKE}\n{PERHAPS}\n{TRIED}",
            True,
        ),
        (
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
            "the connection ended before the answer came",
            f"The server, or a proxy before it, closed it.\n{PERHAPS}\n{TRIED}",
            True,
        ),
    ],
)
def test_a_failure_is_told_by_its_reason_with_what_to_do(
    failure: httpx.RequestError, reason: str, detail: str, sent: bool
) -> None:
    url = httpx.URL("https://clerk:hidden@shop.example:8443/things?key=hidden")
    error = transport_error(POST, url, settings_of("https://shop.example:8443"), failure)
    assert isinstance(error, Unreachable)
    assert (error.summary, error.detail, error.sent) == (
        f"The Shop cannot be reached to create thing 7: {reason}",
        detail,
        sent,
    )


def test_what_was_not_sent_because_another_request_failed_is_told_so() -> None:
    url, settings = httpx.URL("https://shop.example:8443"), settings_of("https://shop.example:8443")
    error = transport_error(POST, url, settings, httpx.ReadTimeout("x"), is_ours=False)
    assert error.detail == f"A wait of 30 s is allowed; {LONGER}\n{ANOTHER}\n{TRIED}"
    assert (was_sent(httpx.ReadTimeout("x")), was_never_made(httpx.PoolTimeout("x"))) == (True, False)
    doubted = transport_error(POST, url, settings, httpx.PoolTimeout("x"), in_doubt=True)
    assert doubted.detail == f"{TURN}\n{PERHAPS}\n{TRIED}"


def test_what_went_wrong_before_a_request_tells_nothing_of_its_failure() -> None:
    def fail_after(earlier: Exception) -> None:
        try:
            raise Unreachable("nothing listened", sent=False) from earlier
        except Unreachable:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.") from None

    url, settings = httpx.URL("http://shop.example"), settings_of("http://shop.example")
    with pytest.raises(httpx.RemoteProtocolError) as caught:
        fail_after(ConnectionRefusedError())
    assert transport_error(POST, url, settings, caught.value).summary == (
        "The Shop cannot be reached to create thing 7: the connection ended before the answer came"
    )


def test_a_header_that_is_not_http_is_ours_to_mend() -> None:
    url, settings = httpx.URL("https://shop.example"), settings_of("https://shop.example")
    error = transport_error(POST, url, settings, httpx.LocalProtocolError("Illegal header value"))
    assert (type(error), error.summary, error.detail) == (
        ConfigError,
        "the request to create thing 7 cannot be sent: a header is not valid HTTP",
        "Check `headers` of `shop` in the provider block, or SLUICE_SHOP_HEADERS, and the headers of the resource.",
    )
