"""Where an API takes values of every type, a configuration in Python has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provider_lib.constructs.base.inputs import read_inputs
from provider_lib.constructs.base.problems import Problem
from provider_lib.spec import Api, Resource, config_map, delete, get, key, post, put
from tests.unit.constructs.declarations import TINY


class Kit(Resource, system=TINY, name="kit"):
    """A kit, whose configuration has types."""

    name: str = key("Name of the kit.")
    config: dict[str, str] = config_map("Configuration.", typed=True)

    api = Api(create=post("/kits"), read=get("/kits/{name}"), update=put("/kits/{name}"), delete=delete("/kits/{name}"))


TOKEN = "${TfToken[TOKEN.1]}"


def read(value: Any) -> tuple[Any, list[Problem]]:
    values, problems = read_inputs(Kit.fields(), {"name": "a", "config": {"key": value}})
    return values["config"]["key"], problems


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (False, "false"),
        (5432, "5432"),
        (Decimal("0.10"), "0.10"),
        ("true", "true"),
        ('{"a": 1}', '{"a": 1}'),
        (["key", "value"], '["key","value"]'),
        ((1, True, 0.5, None), "[1,true,0.5,null]"),
        ({"b", "a"}, '["a","b"]'),
        ([], "[]"),
        ({"public.orders": {"keys": ["id"], "weight": Decimal("1.50"), "ü": 'say "x"'}}, None),
        ([f"{TOKEN}-a", "b"], f"{TOKEN}-a,b"),
    ],
)
def test_a_value_becomes_text_that_tells_its_type(value: Any, text: str | None) -> None:
    wanted = text or '{"public.orders":{"keys":["id"],"weight":1.50,"ü":"say \\"x\\""}}'
    assert read(value) == (wanted, [])


@pytest.mark.parametrize(
    ("value", "what", "advice"),
    [
        (
            {"a": object},
            "holds something that JSON does not have",
            "Give texts, numbers, booleans, lists and dicts.",
        ),
        ({1: "a"}, "holds something that JSON does not have", "Give texts, numbers, booleans, lists and dicts."),
        (
            {"a": [TOKEN]},
            "holds what only Terraform knows",
            "Use Fn.jsonencode(...), which writes it as JSON when it is known.",
        ),
        (
            [[TOKEN]],
            "holds what only Terraform knows",
            "Use Fn.jsonencode(...), which writes it as JSON when it is known.",
        ),
    ],
)
def test_what_cannot_be_written_as_json_is_refused(value: Any, what: str, advice: str) -> None:
    assert read(value)[1] == [Problem(("config", "key"), what, advice)]
