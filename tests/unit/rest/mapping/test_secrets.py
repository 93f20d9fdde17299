from __future__ import annotations

import pytest

from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import Secrets, compare_with_server, gather, have_changed, looks_secret, remember
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


def test_what_is_remembered_holds_no_secret_and_tells_when_it_changed() -> None:
    secrets = Secrets({"password": "hunter22"}, {})
    private = remember(Private(), secrets)
    assert b"hunter22" not in private.dump()
    assert Private.load(private.dump()) == private
    assert not have_changed(private, secrets)
    assert have_changed(private, Secrets({"password": "hunter23"}, {}))


@pytest.mark.parametrize(
    ("server", "changed"), [("hunter22", ()), ("****", ()), ("other", ("password",)), (None, ("password",))]
)
def test_a_read_tells_which_secrets_are_no_longer_ours(server, changed) -> None:
    private = remember(Private(), Secrets({"password": "hunter22"}, {}))
    answer = {"config": {"password": server}}
    read = compare_with_server(private, Widget, answer, (r"\*{3,}",), importing=False)
    assert read.changed_outside == changed


@pytest.mark.parametrize("server", ["hunter22", "****"])
def test_an_imported_secret_that_is_the_same_or_masked_is_no_change(server: str) -> None:
    answer = {"config": {"db.password": server}}
    private = compare_with_server(Private(origin="importing"), Widget, answer, (r"\*{3,}",), importing=True)
    imported = Private(origin="imported", salt=private.salt, digests=private.digests)
    assert not have_changed(imported, Secrets({"db.password": "hunter22"}, {}))
    assert have_changed(imported, Secrets({"db.password": "hunter22", "more": "x"}, {}))


@pytest.mark.parametrize(
    ("key", "value", "secret"),
    [
        ("database.password", "x", True),
        ("aws.secret.access.key", "x", True),
        ("sasl.jaas.config", "x", True),
        ("snowflake.private.key", "x", True),
        ("keyfile", "x", True),
        ("database.password", "${vault:db}", False),
        ("key.converter", "x", False),
        ("primary.key.fields", "id", False),
        ("tokenizer", "x", False),
    ],
)
def test_a_key_that_sounds_secret_is_kept_out_of_an_import_unless_it_is_a_reference(key, value, secret) -> None:
    assert looks_secret(key, value) is secret
