"""Secrets say where they come from, and a connector's are split by that."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.constructs.base.connector_secrets import split_secrets
from provider_lib.constructs.base.problems import Problem
from provider_lib.constructs.base.secret import Secret
from provider_lib.errors import SynthError
from tests.unit.constructs.declarations import Box, Shelf


def test_a_secret_shows_where_it_comes_from_and_not_what_it_holds() -> None:
    secrets = [Secret.env("PG_PASSWORD"), Secret.variable("pg_password"), Secret.plain("hunter2")]
    assert f"{secrets} {secrets[2]}" == (
        "[Secret.env('PG_PASSWORD'), Secret.variable('pg_password'), Secret.plain(...)] Secret.plain(...)"
    )


@pytest.mark.parametrize("make", [Secret.env, Secret.variable])
def test_a_secret_given_in_place_of_a_name_is_refused_and_not_repeated(make: Any) -> None:
    with pytest.raises(SynthError) as caught:
        make("hunter-2!")
    assert caught.value.summary.startswith(f"Secret.{make.__name__} was given something that cannot be the name of ")
    assert caught.value.detail == "Give a name made of letters, digits and underscores, not the secret itself."


def test_a_plain_secret_may_be_a_number_or_a_boolean() -> None:
    made = [Secret.plain(value) for value in ("${1}", 5, 0.5, True)]
    assert [secret.text for secret in made] == ["${1}", "5", "0.5", "true"]
    with pytest.raises(SynthError, match=r"^Secret.plain was given something other than text, a number or a boolean"):
        Secret.plain(["hunter2"])  # type: ignore[arg-type]


def test_a_secret_that_is_none_is_refused() -> None:
    assert split_secrets(Box, {"secrets": {"password": None}})[1] == [
        Problem(
            ("secrets", "password"),
            "is None",
            'Leave the key out, or give Secret.env("<variable>") or Secret.variable("<name>").',
        )
    ]


def test_secrets_are_split_by_where_they_come_from() -> None:
    token = "${TfToken[TOKEN.1]}"
    given = {
        "config": {"topics": "orders"},
        "secrets": {"a": Secret.env("A"), "b": Secret.variable("b"), "c": token, "d": Secret.plain("d")},
    }
    assert split_secrets(Box, given) == (
        {
            "config": {"topics": "orders"},
            "secret_config": {"b": Secret.variable("b"), "c": token, "d": Secret.plain("d")},
            "secret_env": {"a": "A"},
        },
        [],
    )


def test_a_map_that_only_terraform_knows_is_a_map_of_values() -> None:
    token = {"&{TfToken[TOKEN.1]}": "String Map Token Value"}
    assert split_secrets(Box, {"secrets": token}) == ({"secret_config": token}, [])


def test_no_secrets_are_nothing() -> None:
    assert split_secrets(Box, {"config": {}, "secrets": None}) == ({"config": {}}, [])
    assert split_secrets(Shelf, {"name": "upper"}) == ({"name": "upper"}, [])


def test_a_literal_among_secrets_is_refused() -> None:
    assert split_secrets(Box, {"secrets": {"password": "hunter2", "ok": Secret.env("OK")}}) == (
        {"secret_env": {"ok": "OK"}},
        [
            Problem(
                ("secrets", "password"),
                "is a literal secret, which would lie in cdktf.out in clear",
                'Give Secret.env("<variable>") or Secret.variable("<name>"), '
                'or Secret.plain("...") if it may lie there.',
            )
        ],
    )


def test_a_key_in_both_config_and_secrets_is_refused() -> None:
    for config in ({"password": "x"}, {"shelf": "upper", "config": {"password": "x"}}):
        given = {"config": config, "secrets": {"password": Secret.env("PASSWORD")}}
        assert split_secrets(Box, given)[1] == [
            Problem(("secrets", "password"), "is set in `config` too", "Take it out of `config`.")
        ]


def test_secrets_that_are_no_dict_are_refused() -> None:
    assert split_secrets(Box, {"secrets": "hunter2"})[1] == [
        Problem(("secrets",), "is not a dict", 'Write {"<key>": Secret.env("<variable>")}.')
    ]
