"""How far something has come is told part by part, each written in one way, and only where another one can go on."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer
from tests.scripted import NOT_THERE, answer
from tests.unit.rest.mills import Mill, Mills, Pump


def position(mills: Mills, kind: str = "mill") -> tuple[str, ...] | None:
    return mills.account.position(f"sluice_toys_{kind}", {"name": "old"})


def test_the_parts_of_a_position_are_in_one_order_whatever_the_server_says_first(mills: Mills) -> None:
    parts: list[Any] = [{"sack": 2, "at": {"row": [{"b": 1, "a": 2}], "line": 9007199254740993}}, {"sack": 1}]
    mills.on("GET /mills/*/sack", answer({"sack": parts}))
    assert position(mills) == (
        '{"at":{"line":9007199254740993,"row":[{"a":2,"b":1}]},"sack":2}',
        '{"sack":1}',
    )
    assert mills.lines() == ["GET /version", "GET /mills/old/sack"]


def test_what_is_not_there_has_no_position(mills: Mills) -> None:
    mills.on("GET /mills/*/sack", NOT_THERE)
    assert position(mills) is None


def told(mills: Mills, kind: str = "mill") -> tuple[str, str]:
    with pytest.raises((ConfigError, UnexpectedAnswer)) as caught:
        position(mills, kind)
    return caught.value.summary, caught.value.detail


def test_an_answer_without_a_position_is_refused(mills: Mills) -> None:
    mills.on("GET /mills/*/sack", answer({"sack": "full"}))
    assert told(mills) == (
        "The position of toys mill old was asked for and is not in the answer",
        "Expected a list at sack of it.",
    )


def test_an_answer_may_be_the_position_itself(mills: Mills, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pump, "lifecycle", Mill.lifecycle)
    mills.on("GET /pumps/*/level", answer([{"litres": 3}]))
    assert position(mills, "pump") == ('{"litres":3}',)
    mills.on("GET /pumps/*/level", answer({"litres": 3}))
    assert told(mills, "pump") == (
        "The position of toys pump old was asked for and is not in the answer",
        "Expected a list at the top of it.",
    )


def test_what_tells_no_position_is_said_not_to_hand_on(mills: Mills) -> None:
    assert told(mills, "vane") == (
        "Toys neither tells how far something has come nor takes it",
        "So what toys vane old does cannot go on from there elsewhere.",
    )


def test_a_server_that_is_too_old_to_tell_is_not_asked(mills: Mills) -> None:
    mills.on("GET /version", answer({"version": "1.4"}))
    assert told(mills) == (
        "Toys cannot tell how far toys mill old has come: it is version 1.4",
        "That needs version 1.5 or newer.",
    )
    assert mills.lines() == ["GET /version"]


def test_a_server_on_which_what_is_new_runs_at_once_is_not_asked(mills: Mills) -> None:
    mills.on("GET /version", answer({"version": "1.9"}))
    assert told(mills) == (
        "Toys cannot make toys mill old without running it at once",
        "That needs version 2.0, and it is version 1.9. What runs before its position is set begins anew.",
    )
    assert mills.lines() == ["GET /version"]


def test_what_cannot_be_made_at_rest_is_not_asked(mills: Mills) -> None:
    assert told(mills, "pump") == (
        "Toys cannot make toys pump old without running it at once",
        "What runs before its position is set begins anew.",
    )
    assert mills.lines() == []


def test_a_refusal_says_what_was_asked_for(mills: Mills) -> None:
    mills.on("GET /mills/*/sack", answer({"message": "the miller is out"}, 500))
    with pytest.raises(ApiError) as caught:
        position(mills)
    assert caught.value.summary == "the toy shop could not read the position of toys mill old: the miller is out (500)"
