from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.secrets import (
    Secrets,
    gather,
    is_hidden,
    looks_secret,
    present,
    secret_names,
    without_secrets,
)
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
from provider_lib.spec.types import UNKNOWN, DynamicValue
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


def test_an_empty_variable_is_named_at_its_key() -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Widget, widget(secret_env={"b": "PG"}), {"PG": ""})
    assert told(caught.value) == (
        "environment variable PG is empty",
        "The provider takes the value of b from it, and an empty secret would take the place of the one that works. "
        "Set it where Terraform runs, also for a plan, and for a destroy, which plans first.",
        ("secret_env", "b"),
    )


@pytest.mark.parametrize(
    ("given", "values", "origin"),
    [
        (None, {}, {}),
        ({}, {}, {}),
        ({"secret_config": UNKNOWN}, {"": UNKNOWN}, {}),
        ({"secret_config": {"a": UNKNOWN}}, {"a": UNKNOWN}, {"a": ("secret_config", "a")}),
        ({"secret_env": {"a": UNKNOWN}}, {"a": UNKNOWN}, {"a": ("secret_env", "a")}),
        (
            {"secret_config": {"a": "1"}, "secret_env": UNKNOWN},
            {"a": "1", "": UNKNOWN},
            {"a": ("secret_config", "a")},
        ),
    ],
)
def test_what_is_not_known_yet_is_unknown_at_its_key_or_as_a_whole(given: Any, values: Any, origin: Any) -> None:
    assert gather(Widget, None if given is None else widget(**given), {}) == Secrets(values, origin)


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


def letter(**values: Any) -> dict[str, Any]:
    """A configuration in which all that is not given is null."""
    return dict.fromkeys(Letter.fields()) | values


PIN = ("secret_body",)


@pytest.mark.parametrize(
    ("given", "values"),
    [
        (DynamicValue.of({"pin": 5, "users": [None, {"pin": True}]}), {"pin": 5, "users[1].pin": True}),
        (DynamicValue.of({"pin": UNKNOWN}), {"pin": UNKNOWN}),
        (UNKNOWN, {"": UNKNOWN}),
        (DynamicValue.of({}), {}),
        (None, {}),
    ],
)
def test_the_secrets_of_a_document_are_known_by_their_places(given: Any, values: dict[str, Any]) -> None:
    found = gather(Letter, letter(secret_body=given), {})
    assert found == Secrets(values, dict.fromkeys(values, PIN))


@pytest.mark.parametrize("given", ["hunter22", 5, False, DynamicValue.of("hunter22")])
def test_secrets_of_a_document_that_are_no_object_are_refused(given: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Letter, letter(secret_body=given), {})
    assert told(caught.value) == (
        "secret_body is no object",
        "What it holds is merged into the body: give an object with the members that are secret.",
        PIN,
    )


def test_a_secret_member_that_is_null_is_refused_and_an_item_without_secrets_is_not() -> None:
    with pytest.raises(ConfigError) as caught:
        gather(Letter, letter(secret_body={"pin": None, "users": [None, {"pin": None, "a.b": "x"}]}), {})
    assert told(caught.value) == (
        "secret_body.pin, secret_body.users[1].pin is null, which is no secret",
        "Leave it out of `secret_body`. A member that was declared there before is taken away once it is not any more.",
        PIN,
    )


@pytest.mark.parametrize(
    ("body", "is_taken"),
    [
        ({"pin": 5}, True),
        ({"pin": None}, True),
        ({"pin": "text"}, True),
        ({"pin": {"name": "x"}}, False),
        ({"pin": {"code": UNKNOWN}}, False),
        ({}, False),
        (None, False),
        (UNKNOWN, False),
    ],
)
def test_a_member_given_twice_is_refused(body: Any, is_taken: bool) -> None:
    given = DynamicValue.of(body) if isinstance(body, dict) else body
    config = letter(body=given, secret_body={"pin": {"code": "1"}})
    if not is_taken:
        assert gather(Letter, config, {}).values == {"pin.code": "1"}
        return
    with pytest.raises(ConfigError) as caught:
        gather(Letter, config, {})
    assert told(caught.value) == (
        "pin.code is given twice",
        "It, or what holds it, stands in secret_body too; keep the secret one.",
        ("body",),
    )


def test_a_key_may_be_given_twice_for_all_that_is_known_while_a_map_is_unknown() -> None:
    config = letter(config={"a": "1"}, secret_config=UNKNOWN)
    assert gather(Letter, config, {}) == Secrets({"": UNKNOWN}, {})
    assert gather(Letter, letter(config=UNKNOWN, secret_config={"a": "1"}), {}).values == {"a": "1"}


def test_secret_names_are_known_whatever_their_values_are() -> None:
    assert secret_names(Widget, widget(secret_config={"a": "1"}, secret_env={"b": "PG"})) == {"a", "b"}
    assert secret_names(Widget, {}) == set()


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
        ("clientSecret", "x", True),
        ("dbPassword2", "x", False),
        ("webhook.signingSecret", "x", True),
        ("apiKey", "x", True),
        ("note", "{cipher}a1b2c3", True),
        ("tokenizerName", "x", False),
        ("database.password", "${vault:db}", False),
        ("snowflake.private.key.passphrase.secured", "false", False),
        ("key.converter", "x", False),
        ("primary.key.fields", "id", False),
        ("tokenizer", "x", False),
    ],
)
def test_a_key_that_sounds_secret_is_kept_out_of_an_import_unless_it_is_none(key, value, secret) -> None:
    assert looks_secret(key, value) is secret


ALICE = "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90"


@pytest.mark.parametrize(
    ("key", "shown", "hidden"),
    [
        ("x", "ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)", True),
        ("x", "ENC[AES256_GCM,data:CwE4O1s=,iv:2k=,tag:A==,type:str]", True),
        ("x", "{cipher}682bc583f4641835fa2db009355293665d2647dade3375c0", True),
        ("x", "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3", True),
        ("x", "{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG", True),
        ("x", "vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf7w==", True),
        ("x", "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", True),
        ("x", "$6$rounds=5000$usesomesillystri$D4IrlXatmP7rx3P3InaxBeoomnAihCKRVQ", True),
        ("x", "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b2dWRWJTmaaObG", True),
        ("x", "pbkdf2_sha256$600000$salt$hash=", True),
        ("x", "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy", True),
        ("x", "md5a3556571e93b0d20722ba62be61e8c2d", True),
        ("x", "$ANSIBLE_VAULT;1.1;AES256\n6231", True),
        ("password", ALICE, True),
        ("dbPassword", f"sha256:{ALICE}", True),
        ("password", "5ebe2294ecd0e0f08eab7690d2a6ee69", True),
        ("api_token", ALICE, False),
        ("checksum", ALICE, False),
        ("db.password", "vault:secret/data/db#password", True),
        ("source", "vault:secret/data/db#password", False),
        ("password", "${vault:db:password}", False),
        ("password", "hunter22", False),
        ("x", "{topic}-{partition}", False),
        ("x", "ENCODING(utf-8)", False),
        ("x", "$2 a month", False),
        ("x", "sha256:" + ALICE, False),
        ("x", "****", True),
        ("x", "<kept back>", True),
        ("x", "kept back", False),
        ("api_token", None, True),
        ("api_token", "none", False),
        ("x", None, False),
    ],
)
def test_what_a_server_encrypted_or_hashed_hides_what_it_was_given(key: str, shown: str | None, hidden: bool) -> None:
    assert is_hidden(key, shown, ("<.+>",)) is hidden


@pytest.mark.parametrize(
    ("found", "seen"),
    [
        ({"token_store": {"at": "x", "is": True}}, {"token_store": {"is": True}}),
        ({"sasKey": {"at": "x"}}, {"sasKey": {}}),
        ({"sasKey": ["x"], "colours": ["red"]}, {"sasKey": [], "colours": ["red"]}),
        ({"api_key": "k-1", "sasKey": "x", "token_store": "x"}, {}),
        ({"token_store": "${file:/run/token}", "sasKey": "${file:/run/key}"}, None),
        ({"note": "vault:v1:c2VjcmV0"}, {}),
    ],
)
def test_what_sounds_secret_is_not_seen_nor_what_lies_in_it(found: Any, seen: Any) -> None:
    assert without_secrets(found, ()) == (found if seen is None else seen)
