"""A configuration may be written as people have it: with numbers, booleans and lists, or as a whole document."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import pytest

from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.constructs.base.problems import Problem
from tests.unit.constructs.declarations import Box

TOKEN = "${TfToken[TOKEN.1]}"
NO_LIST = (
    "The API wants text: give nested parts keys of their own with dots between, as the documentation of the connector "
    "has them, or json.dumps(...) where it asks for JSON."
)
TAKE_OUT = "Take it out: only what stands under 'config' is sent."


class Colour(StrEnum):
    RED = "red"


class Size(Enum):
    SMALL = "small"


def read(**given: Any) -> dict[str, Any]:
    values, problems = read_inputs(Box.fields(), {"shelf": "upper", "config": {}} | given)
    assert problems == []
    return values


def problems(**given: Any) -> list[Problem]:
    return read_inputs(Box.fields(), {"shelf": "upper", "config": {}} | given)[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (10**30, "1" + "0" * 30),
        (0.5, "0.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e21, "1" + "0" * 21),
        (Decimal("0.10"), "0.10"),
        (["a", "b"], "a,b"),
        (("a", 1, True, 0.5), "a,1,true,0.5"),
        ({"b", "a"}, "a,b"),
        ([], ""),
        (["a", f"{TOKEN}-b"], f"a,{TOKEN}-b"),
        (Colour.RED, "red"),
        (Size.SMALL, "small"),
    ],
)
def test_a_value_becomes_the_text_that_connectors_want(value: Any, text: str) -> None:
    assert read(config={"key": value})["config"] == {"key": text}
    assert type(read(config={"key": value})["config"]["key"]) is str


@pytest.mark.parametrize(
    ("value", "what", "advice"),
    [
        (None, "is None", "Leave the key out instead."),
        ({"a": 1}, "is a dict, not text", NO_LIST),
        ([["a"]], "is a list that holds something other than texts, numbers and booleans", NO_LIST),
        ([None], "is a list that holds something other than texts, numbers and booleans", NO_LIST),
        (["a,b"], "is a list with a comma in 'a,b', where the API would split it", "Write the whole as text."),
        (["#{TfToken[TOKEN.1]}"], "is a list that only Terraform knows, not text", 'Use Fn.join(",", ...).'),
        (
            {"&{TfToken[TOKEN.1]}": "String Map Token Value"},
            "is a map that only Terraform knows, not text",
            "Use Fn.lookup for an entry, or Fn.jsonencode.",
        ),
        (float("nan"), "is nan, not text", ""),
        (Path("a"), f"is a {type(Path()).__name__}, not text", ""),
    ],
)
def test_a_value_that_is_no_text_is_refused_with_what_the_api_wants(value: Any, what: str, advice: str) -> None:
    assert problems(config={"key": value}) == [Problem(("config", "key"), what, advice)]


def test_other_maps_of_texts_take_numbers_and_no_lists() -> None:
    assert read(labels={"cost": 4711, "shared": True})["labels"] == {"cost": "4711", "shared": "true"}
    assert problems(labels={"a": ["b"]}) == [Problem(("labels", "a"), "is a list, not text")]


def test_json_is_advised_where_json_is_wanted() -> None:
    assert problems(plan={"a": 1}) == [Problem(("plan",), "is a dict, not text", "Write it as text: json.dumps(...).")]
    assert problems(colour=["red"]) == [Problem(("colour",), "is a list, not text")]


def test_a_pasted_document_is_understood() -> None:
    document = {"shelf": "upper", "colour": "green", "config": {"tasks.max": 1, "shelf": "upper"}, "parts": [{"id": 1}]}
    assert read(config=document, colour="green") == {
        "shelf": "upper",
        "colour": "green",
        "config": {"tasks.max": "1"},
    }


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (
            {"shelf": "lower", "config": {}},
            Problem(("config", "shelf"), "is 'lower', but `shelf` is 'upper'", "Take it out, or make them the same."),
        ),
        (
            {"shelf": "lower"},
            Problem(("config", "shelf"), "is 'lower', but `shelf` is 'upper'", "Take it out, or make them the same."),
        ),
        (
            {"config": {}, "colour": "green"},
            Problem(("config", "colour"), "is 'green', but `colour` was not given", "Give colour='green'."),
        ),
        (
            {"config": {}, "initial": "PAUSED"},
            Problem(("config", "initial"), "stands beside 'config' and is no argument", TAKE_OUT),
        ),
        ({"kind": "crate"}, Problem(("config", "kind"), "is sent by itself", "Take it out.")),
        (
            '{"a": "b"}',
            Problem(("config",), "is text, not a dict", "Give a dict; json.loads(...) makes one of JSON."),
        ),
    ],
)
def test_what_does_not_agree_with_the_arguments_is_told(config: Any, problem: Problem) -> None:
    assert problems(config=config) == [problem]
