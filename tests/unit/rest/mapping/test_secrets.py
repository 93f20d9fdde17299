from __future__ import annotations

import pytest

from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.secrets import Secrets, gather, looks_secret
from tests.unit.rest.widgets import Widget, widget


def test_secrets_come_from_the_configuration_and_from_the_environment() -> None:
    config = widget(secret_config={"a": "1"}, secret_env={"b": "PG"})
    assert gather(Widget, config, {"PG": "2"}) == Secrets(
        {"a": "1", "b": "2"}, {"a": ("secret_config", "a"), "b": ("secret_env", "b")}
    )


def test_a_missing_variable_is_named_at_its_key() -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Widget, widget(secret_env={"b": "PG"}), {})
    assert (caught.value.summary, caught.value.path) == ("environment variable PG is not set", ("secret_env", "b"))


@pytest.mark.parametrize("other", ["secret_env", "config"])
def test_a_key_given_twice_is_refused(other: str) -> None:
    with pytest.raises(ConfigError, match="a is given twice"):
        gather(Widget, widget(**{"secret_config": {"a": "1"}, other: {"a": "X"}}), {"X": "1"})


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
