"""What is ordered is sent by the most sparing call that there is for it, and refused where there is none."""

from __future__ import annotations

import pytest

from provider_lib.errors import ApiError, ConfigError
from provider_lib.rest import RESTART, RESTART_FAILED
from tests.scripted import answer
from tests.unit.rest.mills import Mills


@pytest.mark.parametrize(
    ("kind", "order", "line"),
    [
        ("mill", "paused", "PUT /mills/old/pause"),
        ("mill", "running", "PUT /mills/old/resume"),
        ("mill", RESTART, "POST /mills/old/restart_all"),
        ("pump", "paused", "PUT /pumps/old/halt"),
        ("pump", RESTART, "POST /pumps/old/restart"),
        ("pump", RESTART_FAILED, "POST /pumps/old/restart"),
    ],
)
def test_an_order_is_sent_by_the_call_for_it(mills: Mills, kind: str, order: str, line: str) -> None:
    mills.on(line.replace("old", "*"), answer(status=202))
    assert mills.steer(order, kind=kind) == [line]


def test_what_has_failed_is_restarted_by_one_call_where_the_server_is_new_enough(mills: Mills) -> None:
    mills.on("POST /mills/*/restart", answer(status=202))
    assert mills.steer(RESTART_FAILED, "0", "2") == ["GET /version", "POST /mills/old/restart"]


def test_an_older_server_restarts_one_after_the_other(mills: Mills) -> None:
    mills.on("GET /version", answer({"version": "2.9"}))
    mills.on("POST /mills/*/wheels/*/restart", answer(status=202))
    mills.on("POST /mills/*/restart_all", answer(status=202))
    assert mills.steer(RESTART_FAILED, "0", "2") == [
        "GET /version",
        "POST /mills/old/wheels/0/restart",
        "POST /mills/old/wheels/2/restart",
    ]
    assert mills.steer(RESTART_FAILED) == ["POST /mills/old/restart_all"]  # the whole has failed, and no task


@pytest.mark.parametrize(
    ("kind", "order", "doing"),
    [
        ("pump", "running", "set to running"),
        ("vane", "paused", "set to paused"),
        ("vane", RESTART, "restart"),
        ("vane", RESTART_FAILED, "restart"),
    ],
)
def test_an_order_for_which_there_is_no_call_is_refused(mills: Mills, kind: str, order: str, doing: str) -> None:
    with pytest.raises(ConfigError) as caught:
        mills.steer(order, kind=kind)
    assert (caught.value.summary, caught.value.detail) == (
        f"Toys has no call to {doing} toys {kind} old",
        "Change `desired_state` in the code, and deploy.",
    )
    assert mills.lines() == []


@pytest.mark.parametrize(
    ("order", "version", "doing"),
    [
        ("paused", "3.1", "set to paused: toys mill old"),
        (RESTART, "3.1", "restart toys mill old"),
        (RESTART_FAILED, "3.1", "restart what failed of toys mill old"),
        (RESTART_FAILED, "2.9", "restart task 2 of toys mill old"),
    ],
)
def test_a_refusal_says_what_was_ordered(mills: Mills, order: str, version: str, doing: str) -> None:
    mills.on("GET /version", answer({"version": version}))
    for line in ("PUT /mills/*/pause", "POST /mills/*/restart", "POST /mills/*/restart_all"):
        mills.on(line, answer({"message": "the brake is on"}, 400))
    mills.on("POST /mills/*/wheels/*/restart", answer({"message": "the brake is on"}, 400))
    with pytest.raises(ApiError) as caught:
        mills.steer(order, "2")
    assert caught.value.summary == f"the toy shop refused to {doing}: the brake is on (400)"
