from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest

from provider_lib.errors import Unreachable
from provider_lib.rest.api.client import Request
from tests.unit.rest.api.conftest import TOKEN, MakeClient
from tests.unit.rest.api.server import DROP, Server, replies, reply

Serve = Callable[..., Server]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What was logged about requests, times left out."""
    caplog.set_level(logging.DEBUG, "provider_lib.rest.api.client")
    return lambda: [
        re.sub(r"\d+(\.\d+)? (ms|s)\b", r"N \2", record.getMessage())
        for record in caplog.records
        if record.name == "provider_lib.rest.api.client"
    ]


def test_every_attempt_is_a_line_without_anything_secret(
    serve: Serve, client_of: MakeClient, lines: Callable[[], list[str]]
) -> None:
    server = serve(replies(reply({"title": "later"}, 503), reply({"answer": "hidden"})))
    client_of(server.url).send(
        Request(
            method="PUT",
            path=f"/things/{TOKEN}?key=hidden",
            query=[("q", "hidden")],
            headers={"X-Key": "hidden"},
            body={"password": "hidden"},
            repeatable=True,
        )
    )
    assert lines() == [
        "PUT /things/*** 503 N ms attempt 1",
        f"waiting for {server.url.removeprefix('http://')}, attempt 2 of 5 in N s (503)",
        "PUT /things/*** 200 N ms attempt 2",
    ]


def test_a_failed_attempt_says_how_it_failed(
    serve: Serve, client_of: MakeClient, lines: Callable[[], list[str]]
) -> None:
    server = serve(replies(DROP))
    with pytest.raises(Unreachable):
        client_of(server.url).send(Request(method="POST", path="/things"))
    assert lines() == ["POST /things RemoteProtocolError N ms attempt 1"]


def test_another_attempt_after_no_answer_is_told_as_that(
    serve: Serve, client_of: MakeClient, lines: Callable[[], list[str]]
) -> None:
    server = serve(replies(DROP, reply({})))
    client_of(server.url).send(Request(method="GET", path="/things", repeatable=True))
    assert lines()[1].endswith("attempt 2 of 5 in N s (no answer)")
