from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise

import pytest

from provider_lib.errors import ApiError, Unreachable
from provider_lib.rest.api.asked_pauses import asked_pause
from provider_lib.rest.api.client import Answer, Request
from provider_lib.rest.api.messages import Answer as AnswerType
from provider_lib.rest.api.pauses import Pauses
from tests.unit.rest.api.conftest import MakeClient
from tests.unit.rest.api.server import DROP, Reply, Seen, Server, replies, reply
from tests.until import until

Serve = Callable[..., Server]
GET = Request(method="GET", path="/things/7", repeatable=True, what="read thing 7")
PUT = Request(method="PUT", path="/things/7", body={}, repeatable=True, what="update thing 7")
POST = Request(method="POST", path="/things", body={}, what="create thing 7")
OK = reply({"id": 7}, 200)


def failing(status: int, **headers: str) -> Reply:
    return reply({"title": "no"}, status, **headers)


@pytest.mark.parametrize(
    ("request_", "failure"),
    [
        *((GET, failing(status)) for status in (429, 500, 502, 503, 504)),
        *((PUT, failing(status)) for status in (429, 502, 503, 504)),
        (POST, failing(429)),
        (POST, failing(503, retry_after="0")),
        (GET, DROP),
        (PUT, DROP),
    ],
)
def test_a_failure_in_passing_is_survived(
    serve: Serve, client_of: MakeClient, request_: Request, failure: Reply
) -> None:
    server = serve(replies(failure, failure, OK))
    assert client_of(server.url).send(request_).body == {"id": 7}
    assert len(server.lines) == 3


@pytest.mark.parametrize(
    ("request_", "failure"),
    [
        *((GET, failing(status)) for status in (400, 401, 403, 404, 409, 501)),
        *((PUT, failing(status)) for status in (400, 500)),
        *((POST, failing(status)) for status in (500, 502, 503, 504)),
        (POST, failing(503, retry_after="soon")),
    ],
)
def test_a_failure_that_stays_or_may_have_happened_is_not_repeated(
    serve: Serve, client_of: MakeClient, request_: Request, failure: Reply
) -> None:
    server = serve(replies(failure, OK))
    with pytest.raises(ApiError) as caught:
        client_of(server.url).send(request_)
    assert caught.value.status == failure.status
    assert len(server.lines) == 1


def test_a_create_whose_connection_is_lost_is_sent_once_and_told_apart(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(DROP, OK))
    with pytest.raises(Unreachable) as caught:
        client_of(server.url).send(POST)
    assert caught.value.sent
    assert server.lines == ["POST /things"]


@pytest.mark.parametrize(("max_retries", "sent"), [(0, 1), (2, 3)])
def test_retries_are_counted_and_the_last_answer_is_told(
    serve: Serve, client_of: MakeClient, max_retries: int, sent: int
) -> None:
    server = serve(replies(failing(503)))
    with pytest.raises(ApiError) as caught:
        client_of(server.url, max_retries=max_retries).send(GET)
    assert caught.value.summary == "the till could not read thing 7: no (503)"
    assert len(server.lines) == sent


def test_a_request_can_name_further_answers_to_be_repeated(serve: Serve, client_of: MakeClient) -> None:
    def is_busy(answer: Answer) -> bool:
        return answer.status == 409 and "rebalance" in answer.text

    busy, exists = reply({"title": "rebalance in progress"}, 409), reply({"title": "exists"}, 409)
    request = Request(method="POST", path="/things", body={}, retry_on=is_busy)
    assert client_of(serve(replies(busy, busy, OK)).url).send(request).body == {"id": 7}
    server = serve(replies(exists))
    with pytest.raises(ApiError):
        client_of(server.url).send(request)
    assert len(server.lines) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_the_server_is_given_the_seconds_it_asks_for(serve: Serve, client_of: MakeClient, status: int) -> None:
    server = serve(replies(failing(status, retry_after="1"), OK))
    started = time.monotonic()
    client_of(server.url).send(POST)
    assert 1.0 <= time.monotonic() - started < 3.0


def test_the_server_is_given_until_the_date_it_asks_for(serve: Serve, client_of: MakeClient) -> None:
    until = time.time() + 2
    server = serve(replies(failing(503, retry_after=formatdate(until, usegmt=True)), OK))
    client_of(server.url).send(GET)
    assert int(until) <= time.time() < until + 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, None),
        ({"retry-after": formatdate(0, usegmt=True)}, 0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e308"}, 1e308),
        ({"retry-after": "1e999"}, float("inf")),
        ({"retry-after": "later"}, None),
        ({"retry-after": "7", "x-ratelimit-reset": "9"}, 7),
        ({"x-ratelimit-reset": "9"}, 9),
        ({"ratelimit-reset": "9"}, 9),
        ({}, None),
    ],
)
def test_a_pause_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_pause(AnswerType(status=429, body=None, headers=headers)) == seconds


def test_a_reset_that_is_a_point_in_time_is_not_taken_for_seconds() -> None:
    answer = AnswerType(status=429, body=None, headers={"x-ratelimit-reset": str(int(time.time()) + 60)})
    pause = asked_pause(answer)
    assert pause is not None
    assert 58 < pause <= 60


def test_a_reset_that_comes_with_every_answer_delays_only_the_limited_ones() -> None:
    assert asked_pause(AnswerType(status=503, body=None, headers={"x-ratelimit-reset": "60"})) is None


def test_no_pause_goes_beyond_the_deadline(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(failing(503, retry_after="30"), OK))
    started = time.monotonic()
    with pytest.raises(ApiError):
        client_of(server.url).send(Request(method="GET", path="/", repeatable=True, deadline=started + 5))
    assert time.monotonic() - started < 2
    assert len(server.lines) == 1


def test_a_server_that_asks_for_too_long_a_pause_is_not_waited_for(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(failing(429, retry_after="3600"), OK))
    with pytest.raises(ApiError) as caught:
        client_of(server.url).send(GET)
    assert caught.value.status == 429


def test_pauses_grow_up_to_a_limit(serve: Serve, client_of: MakeClient) -> None:
    at: list[float] = []

    def handle(_: object) -> Reply:
        at.append(time.monotonic())
        return failing(503)

    client = client_of(serve(handle).url, pauses=Pauses(first=0.1, longest=0.2), max_retries=3)
    with pytest.raises(ApiError):
        client.send(GET)
    first, second, third = (later - earlier for earlier, later in pairwise(at))
    assert 0.1 <= first < 1
    assert 0.2 <= second < 1
    assert 0.2 <= third < 1


# Attempts of which nobody can tell


@pytest.mark.parametrize("lost", [DROP, failing(502), failing(502, retry_after="0"), failing(500)])
@pytest.mark.parametrize("refused", [failing(409), failing(400), failing(403), failing(404)])
def test_a_refusal_of_what_may_have_been_carried_out_before_says_so(
    serve: Serve, client_of: MakeClient, lost: Reply, refused: Reply
) -> None:
    again = replace(PUT, retry_on=lambda answer: answer.status == 500)
    with pytest.raises(ApiError) as caught:
        client_of(serve(replies(lost, refused)).url).send(again)
    assert caught.value.in_doubt


@pytest.mark.parametrize(
    ("request_", "before"),
    [(PUT, failing(429)), (PUT, failing(503, retry_after="0")), (GET, DROP), (GET, failing(502)), (POST, failing(429))],
)
def test_a_refusal_of_what_was_not_carried_out_before_leaves_no_doubt(
    serve: Serve, client_of: MakeClient, request_: Request, before: Reply
) -> None:
    with pytest.raises(ApiError) as caught:
        client_of(serve(replies(before, failing(400))).url).send(request_)
    assert not caught.value.in_doubt


def test_a_first_refusal_leaves_no_doubt(serve: Serve, client_of: MakeClient) -> None:
    with pytest.raises(ApiError) as caught:
        client_of(serve(replies(failing(400))).url).send(PUT)
    assert not caught.value.in_doubt


def test_a_server_that_is_gone_may_have_carried_out_what_it_got_before(client_of: MakeClient) -> None:
    server = Server(replies(DROP))
    client = client_of(server.url, max_retries=1, pauses=Pauses(first=0.2, longest=0.2))
    with ThreadPoolExecutor(1) as threads:
        with server:
            sending = threads.submit(client.send, PUT)
            until(lambda: server.lines)
        failure = sending.exception(20)
    assert isinstance(failure, Unreachable)
    assert (failure.sent, "The request may have been carried out all the same." in failure.detail) == (True, True)


def test_ctrl_c_between_attempts_does_not_forget_the_one_that_was_lost(
    serve: Serve, client_of: MakeClient, stop: threading.Event
) -> None:
    def lost(_: Seen) -> Reply:
        stop.set()
        return DROP

    with pytest.raises(Unreachable) as caught:
        client_of(serve(lost).url).send(PUT)
    assert caught.value.sent
