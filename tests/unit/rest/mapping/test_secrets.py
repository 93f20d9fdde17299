from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.secrets import Secrets, gather, looks_secret, present
from provider_lib.spec import (
    Api,
    Resource,
    config_map,
    delete,
    document,
    key,
    local,
    post,
    secret_document,
    secret_map,
)
from provider_lib.spec.types import UNKNOWN
from tests.unit.rest.widgets import TOYS, Widget, widget


def told(error: ConfigError) -> tuple[str, str, tuple[str | int, ...]]:
    """All that an error says."""
    return error.summary, error.detail, error.path


def test_secrets_come_from_the_configuration_and_from_the_environment() -> None:
    config = widget(secret_config={"a": "1"}, secret_env={"b": "PG"})
    assert gather(Widget, config, {"PG": "2"}) == Secrets(
        {"a": "1", "b": "2"}, {"a": ("secret_config", "a"), "b": ("secret_env", "b")}
    )


def test_a_missing_variable_is_named_at_its_key() -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Widget, widget(secret_env={"b": "PG"}), {})
    assert told(caught.value) == (
        "environment variable PG is not set",
        "The provider takes the value of b from it. Set it where Terraform runs, also for a plan, and for a destroy, "
        "which plans first.",
        ("secret_env", "b"),
    )


def test_all_missing_variables_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Widget, widget(secret_env={"a": "USER", "b": "PG", "c": "PG", "d": "THERE"}), {"THERE": "x"})
    assert told(caught.value) == (
        "2 environment variables are not set: USER, PG",
        "The provider takes the value of a, b, c from them. Set them where Terraform runs, also for a plan, and for a "
        "destroy, which plans first.",
        ("secret_env",),
    )


def test_a_variable_that_is_not_text_is_named_at_its_key() -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Widget, widget(secret_env={"b": "PG"}), {"PG": "\udcff"})
    assert told(caught.value) == (
        "environment variable PG holds bytes that are not UTF-8",
        "The provider takes the value of b from it, and can send text only. Set it to text, for example to its Base64 "
        "form where the server takes that.",
        ("secret_env", "b"),
    )


@pytest.mark.parametrize(
    ("other", "detail"),
    [
        ("secret_env", "It stands in secret_config too; keep one."),
        ("config", "It stands in secret_config too; keep the secret one."),
    ],
)
def test_a_key_given_twice_is_refused(other: str, detail: str) -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Widget, widget(**{"secret_config": {"a": "1"}, other: {"a": "X"}}), {"X": "1"})
    assert told(caught.value) == ("a is given twice", detail, (other, "a"))


class Letter(Resource, system=TOYS, name="letter"):
    """A letter: has secrets in a configuration, and others in a document."""

    name: str = key("Name.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    body: Any | None = document("Body.", wire="body", ignore="ignore", equivalent="same", replace_on="replaces")
    secret_body: Any | None = secret_document("body")
    ignore: list[str] | None = local("Ignored.")
    same: dict[str, str] | None = local("Same.")
    replaces: list[str] | None = local("Replaces.")

    api = Api(create=post("/letters"), delete=delete("/letters/{name}"))


def test_the_secrets_of_a_configuration_and_of_a_document_each_have_their_origin() -> None:
    config = dict.fromkeys(Letter.fields()) | {"secret_config": {"a": "1"}, "secret_body": {"pin": {"code": "2"}}}
    assert gather(Letter, config, {}) == Secrets(
        {"a": "1", "pin.code": "2"}, {"a": ("secret_config", "a"), "pin.code": ("secret_body",)}
    )


def test_of_a_stored_object_those_are_known_whose_variables_are_set() -> None:
    state = widget(secret_env={"a": "SET", "b": "UNSET"})
    assert present(Widget, state, {"SET": "1", "OTHER": "2"}) == Secrets({"a": "1"}, {})
    assert present(Widget, widget(), {"SET": "1"}) == Secrets({}, {})


def test_what_nobody_may_see_is_every_text_and_number_that_is_known() -> None:
    secrets = Secrets({"a": "hunter22", "b": 4711, "c": True, "d": UNKNOWN}, {})
    assert (secrets.known, secrets.texts, secrets.are_known) == (
        {"a": "hunter22", "b": 4711, "c": True},
        ["hunter22", "4711"],
        False,
    )
    assert Secrets({"a": "hunter22"}, {}).are_known


@pytest.mark.parametrize(
    ("key", "value", "secret"),
    [
        ("database.password", "x", True),
        ("aws.secret.access.key", "x", True),
        ("sasl.jaas.config", "x", True),
        ("snowflake.private.key", "x", True),
        ("keyfile", "x", True),
        ("database.password", "${vault:db}", False),
        ("snowflake.private.key.passphrase.secured", "false", False),
        ("key.converter", "x", False),
        ("primary.key.fields", "id", False),
        ("tokenizer", "x", False),
    ],
)
def test_a_key_that_sounds_secret_is_kept_out_of_an_import_unless_it_is_none(key, value, secret) -> None:
    assert looks_secret(key, value) is secret
