from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from provider_lib.errors import ApiError, Cancelled, Unreachable
from provider_lib.rest.api.client import Request
from provider_lib.rest.api.throttle import GLANCE, Throttle
from tests.unit.rest.api.conftest import MakeClient
from tests.unit.rest.api.server import Reply, Seen, Server, replies, reply
from tests.until import until

Serve = Callable[..., Server]
GET = Request(method="GET", path="/things", repeatable=True, what="list things")
PATIENCE = 10.0


def test_a_429_to_one_pauses_all(serve: Serve, client_of: MakeClient) -> None:
    at: list[float] = []
    lock = threading.Lock()

    def handle(_: Seen) -> Reply:
        with lock:
            at.append(time.monotonic())
            return reply({"title": "slow down"}, 429, retry_after="2") if len(at) == 20 else reply({})

    client = client_of(serve(handle).url)

    def keep_asking(_: int) -> None:
        while len(at) < 20 or time.monotonic() < at[19] + 2:
            client.send(GET)

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(keep_asking, range(10)))
    in_the_pause = [moment for moment in at if at[19] + 0.7 < moment < at[19] + 1.9]
    assert in_the_pause == []
    assert at[-1] > at[19] + 1.9


def test_a_closed_gate_opens_for_all_when_the_longest_pause_is_over(stop: threading.Event) -> None:
    gate = Throttle(10, stop)
    closed = time.monotonic()
    gate.close(0.4)
    gate.close(0.1)

    def enter(_: int) -> float:
        with gate.turn(None):
            return time.monotonic() - closed

    with ThreadPoolExecutor(10) as threads:
        assert all(0.4 <= waited < 3 for waited in threads.map(enter, range(10)))


def test_a_turn_is_taken_as_soon_as_it_is_free(stop: threading.Event) -> None:
    gate = Throttle(1, stop)

    def enter() -> float:
        with gate.turn(None):
            return time.monotonic()

    with ThreadPoolExecutor(1) as threads:
        with gate.turn(None):
            waiting = threads.submit(enter)
            stop.wait(GLANCE * 1.5)
            freed = time.monotonic()
        assert waiting.result(PATIENCE) - freed < GLANCE * 3


def test_no_more_requests_run_at_once_than_are_allowed(serve: Serve, client_of: MakeClient) -> None:
    inside, most, lock = [0], [0], threading.Lock()
    full = threading.Event()

    def handle(_: Seen) -> Reply:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            if inside[0] == 3:
                full.set()
        full.wait(PATIENCE)
        with lock:
            inside[0] -= 1
        return reply({})

    client = client_of(serve(handle).url, max_in_flight=3)
    with ThreadPoolExecutor(12) as threads:
        wait([threads.submit(client.send, GET) for _ in range(24)])
    assert most == [3]


def test_as_many_requests_run_at_once_as_are_allowed(serve: Serve, client_of: MakeClient) -> None:
    all_there = threading.Barrier(20)

    def handle(_: Seen) -> Reply:
        all_there.wait(PATIENCE)
        return reply({})

    client = client_of(serve(handle).url, max_in_flight=20)
    with ThreadPoolExecutor(20) as threads:
        wait([threads.submit(client.send, GET) for _ in range(20)])
    assert not all_there.broken


@pytest.mark.parametrize("status", [429, 503])
def test_ctrl_c_ends_a_pause_at_once(serve: Serve, client_of: MakeClient, stop: threading.Event, status: int) -> None:
    server = serve(replies(reply({"title": "later"}, status, retry_after="200")))
    client = client_of(server.url)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(client.send, GET)
        until(lambda: len(server.lines) == 1)
        stopped = time.monotonic()
        stop.set()
        with pytest.raises(Cancelled) as caught:
            waiting.result(PATIENCE)
    assert (caught.value.summary, caught.value.detail) == (
        "stopped while waiting for the server",
        "Ctrl-C ended the wait; nothing more was sent.",
    )
    assert time.monotonic() - stopped < 1


def test_ctrl_c_ends_the_wait_for_a_turn_but_not_the_request_under_way(
    serve: Serve, client_of: MakeClient, stop: threading.Event
) -> None:
    released = threading.Event()

    def handle(_: Seen) -> Reply:
        released.wait(PATIENCE)
        return reply({"done": True})

    server = serve(handle)
    client = client_of(server.url, max_in_flight=1)
    with ThreadPoolExecutor(2) as threads:
        under_way = threads.submit(client.send, GET)
        until(lambda: len(server.lines) == 1)
        queued = threads.submit(client.send, GET)
        stop.set()
        with pytest.raises(Cancelled):
            queued.result(PATIENCE)
        released.set()
        assert under_way.result(PATIENCE).body == {"done": True}
    assert len(server.lines) == 1


def test_after_ctrl_c_a_request_that_need_not_wait_is_still_made(
    serve: Serve, client_of: MakeClient, stop: threading.Event
) -> None:
    stop.set()
    assert client_of(serve(replies(reply({}))).url).send(GET).status == 200


def test_a_turn_that_comes_after_the_deadline_is_not_waited_for(
    serve: Serve, client_of: MakeClient, stop: threading.Event
) -> None:
    server = serve(replies(reply({"title": "slow down"}, 429, retry_after="200")))
    client = client_of(server.url)

    def ask_in_a_hurry() -> Unreachable | None:
        try:
            client.send(Request(method="GET", path="/", deadline=time.monotonic() + 5, what="list things"))
        except Unreachable as error:
            return error
        except ApiError:  # asked before the gate was closed
            return None
        raise AssertionError

    with ThreadPoolExecutor(1) as threads:
        threads.submit(client.send, GET)
        error = until(ask_in_a_hurry)
        stop.set()
    assert error.summary == "The Shop cannot be reached to list things: its turn did not come in time"
    assert not error.sent
