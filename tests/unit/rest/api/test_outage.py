"""An API that is away is found away once, and not by each of all that ask; one that is back is used again."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from provider_lib.errors import ApiError, SluiceError, Unreachable
from provider_lib.rest.api.client import Client, Request
from provider_lib.rest.api.messages import Answer
from provider_lib.rest.api.outage import HOLDS, Outages, Refusals
from provider_lib.rest.api.tls import Tls
from provider_lib.rest.api.transport import Transport, Unintelligible
from tests.unit.rest.api.conftest import MakeClient, settings_of
from tests.unit.rest.api.server import DROP, Reply, Seen, Server, replies, reply

Serve = Callable[..., Server]
GET = Request(method="GET", path="/things/1", repeatable=True, what="read thing 1")
ATTEMPTS = 3


@pytest.fixture
def attempts(caplog: pytest.LogCaptureFixture) -> Callable[[], int]:
    """How often anything was sent, or tried to be."""
    caplog.set_level(logging.DEBUG, "provider_lib.rest.api.client")
    return lambda: sum(" attempt " in line and "waiting" not in line for line in caplog.messages)


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def failures(client: Client, count: int = 24, method: str = "GET") -> list[SluiceError]:
    """What becomes of many requests for different objects, one after the other."""

    def failure(number: int) -> SluiceError:
        with pytest.raises(SluiceError) as caught:
            client.send(replace(GET, method=method, path=f"/things/{number}", what=f"read thing {number}"))
        return caught.value

    return [failure(number) for number in range(count)]


def test_an_api_where_nobody_listens_is_tried_once_for_all(client_of: MakeClient, attempts: Callable[[], int]) -> None:
    url = closed_port()
    first, *others = failures(client_of(url, max_retries=ATTEMPTS - 1))
    assert attempts() == ATTEMPTS
    assert first.summary.endswith(f"to read thing 0: nothing listens at {url.removeprefix('http://')}")
    assert [str(error) for error in others] == [
        str(first)
        .replace("thing 0", f"thing {number}")
        .replace(f"\n{url}", f"\nIt was not sent: another request has just been tried in vain.\n{url}")
        for number in range(1, 24)
    ]


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize(
    ("away", "most", "reason"),
    [
        ("a name that does not resolve", ATTEMPTS, "does not resolve"),
        ("no TLS", 1, "does not speak TLS"),
        ("a proxy that is away", ATTEMPTS, "the proxy 127.0.0.1:1 does not answer"),
    ],
)
def test_what_keeps_one_request_from_an_api_keeps_all_of_them(
    serve: Serve,
    client_of: MakeClient,
    attempts: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    away: str,
    most: int,
    reason: str,
    method: str,
) -> None:
    url = {"no TLS": serve(replies(DROP)).url.replace("http:", "https:")}.get(away, "http://shop.invalid")
    if "proxy" in away:
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    found = failures(client_of(url, max_retries=ATTEMPTS - 1), method=method)
    assert all(reason in error.summary for error in found)
    assert attempts() == most
    assert all(isinstance(error, Unreachable) and not error.sent for error in found)


def test_a_server_that_never_answers_is_waited_for_once(
    serve: Serve, client_of: MakeClient, silent: Callable[[Seen], Reply], attempts: Callable[[], int]
) -> None:
    client = client_of(serve(silent).url, max_retries=1, timeout="100ms")
    assert {error.summary.partition(": ")[2] for error in failures(client)} == {"no answer in time"}
    assert attempts() == 2
    with pytest.raises(Unreachable) as caught:
        client.send(replace(GET, method="POST", repeatable=False))
    assert not caught.value.sent


@pytest.mark.parametrize("down", [*(reply({"title": "down"}, status) for status in (502, 503, 504)), DROP])
def test_a_server_that_is_down_is_tried_again_once_by_each(
    serve: Serve, client_of: MakeClient, attempts: Callable[[], int], down: Reply
) -> None:
    failures(client_of(serve(replies(down)).url, max_retries=2), count=10)
    assert attempts() == 3 + 9


def test_what_waits_for_its_next_attempt_learns_of_the_outage(
    client_of: MakeClient, attempts: Callable[[], int]
) -> None:
    client = client_of(closed_port(), max_retries=ATTEMPTS - 1)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: failures(client, 10), range(8)))
    assert attempts() <= 8 * ATTEMPTS


def test_a_server_is_not_away_because_another_one_is(serve: Serve, client_of: MakeClient) -> None:
    failures(client_of(closed_port(), max_retries=0))
    assert client_of(serve(replies(reply({}))).url).send(GET).body == {}


def test_a_server_that_is_back_is_used_again(client_of: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = client_of(f"http://127.0.0.1:{port}", max_retries=0)
    started = time.monotonic()
    failures(client, 2)
    with Server(replies(reply({})), port=port):
        while True:
            try:
                assert client.send(GET).body == {}
                break
            except Unreachable:
                assert time.monotonic() - started < 2 * HOLDS
                time.sleep(0.05)


URL = httpx.URL("http://shop.example/things")
REFUSED = httpx.ConnectError("refused")
OK = Answer(status=200, body={}, headers={})


def test_a_failure_is_ones_own_when_somebody_was_answered_meanwhile() -> None:
    outages = Outages()
    began = time.monotonic()
    outages.note(GET, URL, OK, began, 1, 3)
    outages.note(GET, URL, REFUSED, began, 3, 3)
    assert not outages.is_on(URL)


def test_an_answer_to_anybody_ends_an_outage() -> None:
    outages = Outages()
    outages.note(GET, URL, REFUSED, time.monotonic(), 3, 3)
    assert outages.failure(URL) is REFUSED
    assert not outages.is_on(URL.copy_with(host="till.example"))
    outages.note(GET, URL, OK, time.monotonic(), 1, 3)
    assert outages.failure(URL) is None


@pytest.mark.parametrize(
    ("request_", "outcome", "attempts"),
    [
        (GET, REFUSED, 2),
        (GET, httpx.PoolTimeout("no turn"), 3),
        (GET, Unintelligible("what?"), 3),
        (replace(GET, method="PUT"), httpx.ReadError("hung up"), 3),
        (replace(GET, method="PUT"), httpx.ReadTimeout("slow"), 3),
        (replace(GET, deadline=0.0), REFUSED, 3),
        (GET, Answer(status=500, body=None, headers={}), 3),
        (GET, Answer(status=429, body=None, headers={}), 3),
    ],
)
def test_what_may_concern_one_request_is_nobody_elses(
    request_: Request, outcome: httpx.RequestError | Answer, attempts: int
) -> None:
    outages = Outages()
    outages.note(request_, URL, outcome, time.monotonic(), attempts, 3)
    assert not outages.is_on(URL)


@pytest.mark.parametrize("outcome", [Answer(status=503, body=None, headers={}), httpx.ReadTimeout("slow")])
@pytest.mark.parametrize(("attempts", "most", "is_on"), [(1, 1, False), (1, 2, False), (2, 2, True), (2, 3, False)])
def test_what_may_pass_is_an_outage_after_all_of_several_attempts(
    outcome: httpx.RequestError | Answer, attempts: int, most: int, is_on: bool
) -> None:
    outages = Outages()
    outages.note(GET, URL, outcome, time.monotonic(), attempts, most)
    assert outages.is_on(URL) is is_on


def test_credentials_that_are_refused_twice_are_not_shown_again(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(reply({"title": "who are you?"}, 401)))
    found = failures(client_of(server.url))
    assert server.lines == ["GET /things/0", "GET /things/1"]
    assert [error.summary for error in found] == [
        f"the till refused to read thing {number}: who are you? (401)" for number in range(24)
    ]
    assert all(isinstance(error, ApiError) and error.status == 401 for error in found)


def test_a_refusal_that_is_told_again_withholds_what_may_quote_a_secret(serve: Serve, client_of: MakeClient) -> None:
    client = client_of(serve(replies(reply({"title": "hunter2"}, 401))).url)
    failures(client, 2)
    with pytest.raises(ApiError) as caught:
        client.send(replace(GET, is_discreet=True))
    assert caught.value.summary == (
        "the till refused to read thing 1: "
        "its words are withheld, for they may quote a secret that is not known here (401)"
    )


def test_credentials_that_were_good_for_something_are_tried_everywhere(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(reply({}), reply({"title": "not for you"}, 401)))
    client = client_of(server.url)
    client.send(GET)
    failures(client, 5)
    assert len(server.lines) == 6


def test_other_credentials_are_not_refused_with_the_last() -> None:
    refusals = Refusals()
    refused = Answer(status=401, body=None, headers={})
    for path in ("/a", "/b"):
        refusals.note({"authorization": "old"}, replace(GET, path=path), refused)
    assert refusals.now({"authorization": "old"}) == (replace(GET, path="/b"), refused)
    assert refusals.now({"authorization": "new"}) is None


class _NoTls(Tls):
    def context(self) -> None:  # type: ignore[override]
        raise AssertionError("authorities are loaded for nothing")


def test_no_authorities_are_loaded_for_a_server_without_tls(serve: Serve) -> None:
    transport = Transport(_NoTls(settings_of("http://shop.example")))
    assert transport.exchange(httpx.Request("GET", serve(replies(reply({}))).url), 5).status == 200
    transport.close()
