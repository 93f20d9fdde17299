"""The settings of a stack, read without Terraform."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.fleet import provider_blocks
from provider_lib.spec.types import UNKNOWN

VARIABLES = {"host": {"default": "hq"}, "token": {"sensitive": True}, "port": {"default": 80}}


def block(environ: dict[str, str] | None = None, **settings: Any) -> Any:
    stack = {"provider": {"sluice": [{"lenses": settings}]}, "variable": VARIABLES}
    return provider_blocks(stack, environ or {})[""]["lenses"]


def test_blocks_are_told_apart_by_their_aliases() -> None:
    stack = {"provider": {"sluice": [{"lenses": {"url": "a"}}, {"alias": "eu", "lenses": {"url": "b"}}], "aws": [{}]}}
    assert provider_blocks(stack, {}) == {"": {"lenses": {"url": "a"}}, "eu": {"lenses": {"url": "b"}}}


def test_a_stack_without_a_block_has_none() -> None:
    assert provider_blocks({}, {}) == {}


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("https://hq", "https://hq"),
        (True, True),
        ("${var.token}", "t"),
        ("${var.port}", 80),
        ("https://${var.host}:${ var.port }/", "https://hq:80/"),
        ("a$${b}", "a${b}"),
        ("$${var.host}${var.host}", "${var.host}hq"),
        ("${var.none}", UNKNOWN),
        ("${data.vault.x.token}", UNKNOWN),
        ("a${var.host}${upper(var.host)}", UNKNOWN),
        ('${var.host}${"${var.host}"}', UNKNOWN),
        (["${var.host}", 1], ["hq", 1]),
        ({"x": "${var.host}"}, {"x": "hq"}),
    ],
)
def test_variables_are_filled_in_and_no_other_expression_is_guessed(written: Any, known: Any) -> None:
    assert block({"TF_VAR_token": "t"}, setting=written) == {"setting": known}


def test_the_environment_wins_over_a_default() -> None:
    assert block({"TF_VAR_host": "other"}, url="${var.host}") == {"url": "other"}
