"""Time runs out: requests under way end at once, and later ones take a moment only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from provider_lib.errors import Unreachable
from provider_lib.rest.api.client import Request
from provider_lib.rest.api.configuration import Configuration
from provider_lib.rest.api.pool import ClientPool
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.transport import MOMENT
from tests.unit.rest.api.conftest import SHOP, MakeClient, MakeServer
from tests.unit.rest.api.server import Reply, Seen
from tests.until import until

POST = Request(method="POST", path="/things", body={}, what="create thing 7")
SOON = 5 * MOMENT
"""Seconds: far less than the time-out of a request."""


def test_a_request_under_way_ends_and_may_have_been_carried_out(
    serve: MakeServer, client_of: MakeClient, silent: Callable[[Seen], Reply]
) -> None:
    server = serve(silent)
    client = client_of(server.url)
    with ThreadPoolExecutor(1) as threads:
        sent = threads.submit(client.send, POST)
        until(lambda: server.seen)
        client.give_up()
        error = sent.exception(SOON)
    assert isinstance(error, Unreachable)
    assert error.summary == "The Shop cannot be reached to create thing 7: it was given up before the answer came"
    assert error.detail == (
        f"An interrupt asked for that.\nThe request may have been carried out all the same.\n{server.url} was tried."
    )
    assert error.sent


def test_what_is_asked_afterwards_has_a_moment(
    serve: MakeServer, client_of: MakeClient, silent: Callable[[Seen], Reply]
) -> None:
    client = client_of(serve(silent).url, max_retries=0)
    client.give_up()
    began = time.monotonic()
    with pytest.raises(Unreachable):
        client.send(POST)
    assert time.monotonic() - began < SOON


def test_a_client_that_is_made_afterwards_is_given_up_too_and_none_before(
    serve: MakeServer, silent: Callable[[Seen], Reply], stop: threading.Event, redactor: Redactor
) -> None:
    block = {"shop": {"url": serve(silent).url, "token": "t-1", "timeout": "1s", "max_retries": 0}}
    pool = ClientPool(Configuration([SHOP], block, {}), stop, redactor)

    def told() -> str:
        client = pool.get(SHOP, "")
        assert client is not None
        assert pool.get(SHOP, "") is client
        with pytest.raises(Unreachable) as caught:
            client.send(POST)
        pool.close()
        return caught.value.summary.partition("thing 7: ")[2]

    before = told()
    pool.give_up()
    assert (before, told()) == ("no answer in time", "it was given up before the answer came")


def test_an_answer_that_comes_at_once_is_taken_all_the_same(serve: MakeServer, client_of: MakeClient) -> None:
    client = client_of(serve(lambda _: Reply(200, "{}", {"content-type": "application/json"})).url)
    client.give_up()
    assert client.send(POST).status == 200
