"""What Python makes of a value that only Terraform knows is found out."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from provider_lib.constructs.base.tokens import (
    CALCULATED,
    CHANGED,
    CONSTRUCT_IN_TEXT,
    ITERATED,
    NUMBER_IN_TEXT,
    OBJECT_IN_TEXT,
    NumberToken,
    is_token,
    mistake,
)
from provider_lib.errors import SynthError

TEXT = "${TfToken[TOKEN.12]}"
LIST = ["#{TfToken[TOKEN.12]}"]
MAP = {"&{TfToken[TOKEN.12]}": "String Map Token Value"}
(NUMBER,) = struct.unpack(">d", bytes.fromhex("fbff00000000000c"))
(LIST_NUMBER,) = struct.unpack(">d", bytes.fromhex("fdff00000000000c"))


class Resolvable:
    def resolve(self, context: object) -> object:
        return context


class Stack(Resolvable):
    node = "dev"


@pytest.mark.parametrize("value", [TEXT, f"a-{TEXT}-b", LIST, MAP, NUMBER, [LIST_NUMBER], Resolvable()])
def test_tokens_are_recognised(value: Any) -> None:
    assert (is_token(value), mistake(value)) == (True, None)


@pytest.mark.parametrize(
    "value",
    ["text", "", 1, -1.5, True, None, [], ["a"], {}, {"a": "b"}, "${var.x}", "#{a}", object(), Stack(), Path()],
)
def test_ordinary_values_are_no_tokens(value: Any) -> None:
    assert (is_token(value), mistake(value)) == (False, None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (TEXT.upper(), CHANGED),
        (TEXT.lower(), CHANGED),
        (TEXT[:8], CHANGED),
        (TEXT[5:], CHANGED),
        (TEXT + TEXT.title(), CHANGED),
        (LIST[0], ITERATED),
        (f"{LIST}", ITERATED),
        (next(iter(MAP)), ITERATED),
        (f"{MAP}", ITERATED),
        (f"{NUMBER}", NUMBER_IN_TEXT),
        (f"{LIST_NUMBER}", NUMBER_IN_TEXT),
        ("<jsii._reference_map.InterfaceDynamicProxy object at 0x7f>", OBJECT_IN_TEXT),
        ("a-<Resolvable sluice_lenses_environment.orders.agent_connected>", OBJECT_IN_TEXT),
        ("<ConnectorTask sluice_lenses_connector.sink.tasks[0]>", OBJECT_IN_TEXT),
        ("<Number data.sluice_tiny_shelf.upper.width>", NUMBER_IN_TEXT),
        ("<Items[ListedTask] data.sluice_lenses_connectors.all.connectors[1].tasks>", ITERATED),
        ("<StringMap data.sluice_lenses_environments.all.environments[0].metadata>", ITERATED),
        ("<Connector dev/the sink (sluice_lenses_connector)>-topic", CONSTRUCT_IN_TEXT),
        (NUMBER * 2, CALCULATED),
        (int(NUMBER), CALCULATED),
    ],
)
def test_a_mistake_with_a_token_is_named(value: Any, expected: tuple[str, str]) -> None:
    assert mistake(value) == expected


@pytest.mark.parametrize(
    "text", ["<a b>", "<Number of shelves>", "<Items> sluice_x.y", "<sluice_tiny.x>", "<b> (sluice_x)"]
)
def test_text_in_angle_brackets_is_no_mistake(text: str) -> None:
    assert mistake(text) is None


@pytest.mark.parametrize(
    "calculate", [lambda x: x + 1, lambda x: 1 + x, lambda x: x * 2, lambda x: -x, lambda x: 10 - x, int, abs, round]
)
def test_a_number_of_a_construct_refuses_to_be_calculated_with(calculate: Callable[[Any], Any]) -> None:
    with pytest.raises(SynthError) as caught:
        calculate(NumberToken(NUMBER))
    assert str(caught.value) == (
        "A number that only Terraform knows was calculated with in Python\n"
        "Use Op.add, Op.mul and the like: they are carried out by Terraform."
    )


def test_a_number_of_a_construct_is_a_token() -> None:
    assert (is_token(NumberToken(NUMBER)), mistake(NumberToken(NUMBER))) == (True, None)


@pytest.mark.parametrize(
    "ask", [bool, lambda x: x > 3, lambda x: x >= 3, lambda x: x == 3, lambda x: x != 3, lambda x: x in [1, 2]]
)
def test_a_number_of_a_construct_decides_nothing_in_python(ask: Callable[[Any], Any]) -> None:
    with pytest.raises(SynthError, match=r"^A number that only Terraform knows was compared in Python\nUse Fn.cond"):
        ask(NumberToken(NUMBER))
    assert NumberToken(NUMBER) == NumberToken(NUMBER) != NumberToken(LIST_NUMBER)
    assert len({NumberToken(NUMBER), NumberToken(NUMBER)}) == 1
