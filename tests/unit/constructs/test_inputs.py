"""Arguments are checked against their declaration before the CDK sees them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.constructs.base.problems import Problem, refusal
from provider_lib.constructs.base.secret import Secret
from tests.unit.constructs.declarations import Box, Shelf

TOKEN = "${TfToken[TOKEN.1]}"
NEEDED: dict[str, Any] = {"config": {}, "shelf": "upper"}


class ShelfConstruct:
    TF_RESOURCE_TYPE = "sluice_tiny_shelf"
    name = "${TfToken[TOKEN.2]}"

    def reference_to(self, attribute: str) -> str:
        return str(getattr(self, attribute))


class BoxConstruct:
    TF_RESOURCE_TYPE = "sluice_tiny_box"


def read(**given: Any) -> dict[str, Any]:
    values, problems = read_inputs(Box.fields(), NEEDED | given)
    assert problems == []
    return {name: value for name, value in values.items() if name in given}


def problems(**given: Any) -> list[Problem]:
    return read_inputs(Box.fields(), NEEDED | given)[1]


def test_values_of_every_kind_are_taken() -> None:
    given: dict[str, Any] = {
        "config": {"tasks.max": "1"},
        "colour": "green",
        "amount": 3,
        "heavy": False,
        "tags": ["b", "a"],
        "limits": {"rate": 5},
        "body": {"deep": [1, 2.5, True, "text"]},
        "wait": "1h30m",
    }
    assert read(**given) == given


def test_a_set_is_written_in_order() -> None:
    assert read(tags={"b", "c", "a"}) == {"tags": ["a", "b", "c"]}


def test_a_number_that_jsii_would_round_travels_as_text() -> None:
    limits = {"rate": 5, "burst": Decimal("0.10")}
    assert read(amount=2**60, limits=limits) == {
        "amount": "1152921504606846976",
        "limits": {"rate": 5, "burst": "0.10"},
    }


def test_a_construct_stands_for_its_key() -> None:
    shelf = ShelfConstruct()
    assert read(shelf=shelf, neighbours=["lower", shelf]) == {
        "shelf": shelf.name,
        "neighbours": ["lower", shelf.name],
    }


@pytest.mark.parametrize(
    "value",
    [TOKEN, f"prefix-{TOKEN}", ["#{TfToken[TOKEN.1]}"], {"&{TfToken[TOKEN.1]}": "String Map Token Value"}],
)
def test_what_only_terraform_knows_is_not_checked(value: Any) -> None:
    fields = ("config", "colour", "tags", "limits", "body", "pin", "wait")
    assert read(**dict.fromkeys(fields, value)) == dict.fromkeys(fields, value)


def test_an_item_that_only_terraform_knows_is_not_checked_and_the_others_are() -> None:
    assert read(neighbours=[TOKEN, "lower"]) == {"neighbours": [TOKEN, "lower"]}
    [problem] = problems(neighbours=[TOKEN, "basement"])
    assert problem.what == "must be 1 to 5 characters long, this one has 8"


def test_nested_fields_in_a_list_are_checked_one_by_one() -> None:
    assert read(slots=[{"rate": 1}, {"rate": 2}]) == {"slots": [{"rate": 1}, {"rate": 2}]}
    assert [item.path for item in problems(slots=[{"rate": 1}, {"rate": 11}, {}])] == [
        ("slots", 1, "rate"),
        ("slots", 2, "rate"),
    ]


def test_none_means_not_set() -> None:
    assert read_inputs(Box.fields(), NEEDED | {"amount": None}) == ({"config": {}, "shelf": "upper"}, [])


def test_what_must_be_given_is_asked_for() -> None:
    assert read_inputs(Shelf.fields(), {}) == ({}, [Problem(("name",), "is required", "Name of the shelf.")])
    assert problems(limits={"burst": 3}) == [Problem(("limits", "rate"), "is required", "Calls a second.")]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"colour": "gren"}, Problem(("colour",), "'gren' must be one of red, green", "Did you mean 'green'?")),
        ({"size": "x"}, Problem(("size",), "'x' must be one of small, large")),
        ({"wait": "5"}, Problem(("wait",), "'5' must be a duration such as 90s, 5m or 1h30m", "How long to wait.")),
        ({"limits": {"rate": 11}}, Problem(("limits", "rate"), "must be from 1 to 10, not 11", "Calls a second.")),
        ({"limits": {"rat": 1, "rate": 1}}, Problem(("limits", "rat"), "is not an argument", "Did you mean 'rate'?")),
        ({"limits": 3}, Problem(("limits",), "is a number, not a dict")),
        ({"amount": "3"}, Problem(("amount",), "is text, not a number")),
        ({"amount": True}, Problem(("amount",), "is a boolean, not a number")),
        ({"amount": float("nan")}, Problem(("amount",), "is nan, which is not a number")),
        ({"heavy": "yes"}, Problem(("heavy",), "is text, not True or False")),
        ({"tags": "a"}, Problem(("tags",), "is text, not a list", "Put it into brackets: [...].")),
        ({"tags": ["a", 1]}, Problem(("tags", 1), "is a number, not text", 'Write "1".')),
        ({"tags": {"a", 1}}, Problem(("tags", 0), "is a number, not text", 'Write "1".')),
        ({"size": "x" * 5000}, Problem(("size",), f"{'x' * 100!r}... must be one of small, large")),
        ({"size": 1}, Problem(("size",), "is a number, not text", 'Write "1".')),
        ({"wait": {}}, Problem(("wait",), "is a dict, not text")),
        ({"wait": "\ud83d"}, Problem(("wait",), "holds half of a character (a lone surrogate), which is no text")),
        ({"config": {"a": None}}, Problem(("config", "a"), "is None", "Leave the key out instead.")),
        ({"config": {1: "a"}}, Problem(("config",), "has the key 1, which is not text")),
        ({"body": [None]}, Problem(("body", 0), "is None, which jsii drops", "Use Token.null_value().")),
        ({"body": 2**60}, Problem(("body",), "has more digits than jsii keeps", "Write it as text.")),
        ({"body": object()}, Problem(("body",), "is an object, not text")),
        (
            {"shelf": BoxConstruct()},
            Problem(("shelf",), "is a BoxConstruct, not a sluice_tiny_shelf", "Shelf that it stands on."),
        ),
        (
            {"size": ShelfConstruct()},
            Problem(("size",), "is a ShelfConstruct, not text", "Give one of the ShelfConstruct's attributes."),
        ),
        (
            {"config": {"password": Secret.env("PASSWORD")}},
            Problem(
                ("config", "password"), "is a secret, but would be stored and shown in clear", "Put it into `secrets`."
            ),
        ),
        (
            {"pin": "1234"},
            Problem(
                ("pin",),
                "is a literal secret, which would lie in cdktf.out in clear",
                'Give Secret.variable("<name>"), or Secret.plain("...") if it may lie there.',
            ),
        ),
        (
            {"pin": Secret.env("PIN")},
            Problem(("pin",), "cannot be taken from an environment variable", "Use Secret.variable instead."),
        ),
        (
            {"pin": Secret.plain("12\ud800")},
            Problem(("pin",), "holds half of a character (a lone surrogate), which is no text"),
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named(given: dict[str, Any], problem: Problem) -> None:
    assert problems(**given) == [problem]


def test_a_wrong_value_of_a_secret_is_not_repeated() -> None:
    assert problems(pin=1234) == [Problem(("pin",), "is a number, not text")]


def test_secrets_are_taken_where_secrets_belong() -> None:
    assert read(pin=Secret.variable("pin")) == {"pin": Secret.variable("pin")}
    assert read(pin=Secret.plain("1234")) == {"pin": Secret.plain("1234")}


def test_the_error_names_the_construct_and_what_to_do() -> None:
    error = refusal("dev/box", problems(config={"tasks.max": None}))
    assert str(error) == 'dev/box: config["tasks.max"] is None\nLeave the key out instead.'
    assert error.path == ("config", "tasks.max")


def test_the_error_lists_every_argument_that_cannot_be_used() -> None:
    error = refusal("dev/box", problems(colour="blue", tags=["a", 1]))
    assert str(error) == (
        "dev/box: 2 arguments cannot be used\n"
        "- colour 'blue' must be one of red, green.\n"
        '- tags[1] is a number, not text. Write "1".'
    )
