from __future__ import annotations

import pytest

from provider_lib.sandbox.connect_engine.catalogue import FILE_SINK, FILE_SOURCE, JDBC_SINK, JDBC_SOURCE, PLUGINS
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid, PluginMissing
from provider_lib.sandbox.connect_engine.validation import check, require_valid

SOURCE = {"name": "a", "connector.class": FILE_SOURCE.class_name, "topic": "t"}
SINK = {"name": "a", "connector.class": FILE_SINK.class_name}


def errors(config: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {checked.key.name: checked.errors for checked in check(config) if checked.errors}


def test_a_good_configuration_has_no_errors_and_its_plugin_is_found() -> None:
    assert errors(SOURCE) == {}
    assert require_valid(SOURCE) is FILE_SOURCE


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("tasks.max", "0", "Value must be at least 1"),
        ("errors.retry.timeout", str(2**63), "Not a number of type LONG"),
        ("errors.log.enable", "yes", "Expected value to be either true or false"),
        ("errors.tolerance", "some", "String must be one of: none, all"),
    ],
)
def test_a_value_of_the_wrong_kind_is_an_error(key: str, value: str, wrong: str) -> None:
    assert errors({**SOURCE, key: value}) == {key: (f"Invalid value {value} for configuration {key}: {wrong}",)}


@pytest.mark.parametrize("value", ["x", str(2**31)])
def test_a_number_that_cannot_be_read_is_also_outside_of_its_range(value: str) -> None:
    assert errors({**SOURCE, "tasks.max": value}) == {
        "tasks.max": (
            f"Invalid value {value} for configuration tasks.max: Not a number of type INT",
            "Invalid value null for configuration tasks.max: Value must be non-null",
        )
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tasks.max", " 3 "),
        ("tasks.max", "${env:TASKS}"),
        ("errors.retry.timeout", str(2**31)),
        ("errors.log.enable", "TRUE"),
        ("errors.tolerance", "all"),
        ("no.such.key", "anything"),
    ],
)
def test_a_value_of_the_right_kind_is_none(key: str, value: str) -> None:
    assert errors({**SOURCE, key: value}) == {}


@pytest.mark.parametrize(
    ("topics", "wrong"),
    [
        ({}, "Must configure one of topics or topics.regex"),
        (
            {"topics": "t", "topics.regex": "t.*"},
            "topics and topics.regex are mutually exclusive options, but both are set.",
        ),
    ],
)
def test_a_sink_needs_either_topics_or_a_pattern(topics: dict[str, str], wrong: str) -> None:
    assert errors({**SINK, **topics}) == {"topics": (wrong,), "topics.regex": (wrong,)}


@pytest.mark.parametrize("topics", [{"topics": "t"}, {"topics.regex": "t.*"}])
def test_a_sink_with_one_of_them_is_fine(topics: dict[str, str]) -> None:
    assert errors({**SINK, **topics}) == {}


def test_a_required_choice_that_is_missing_is_reported_once() -> None:
    config = {"name": "a", "connector.class": JDBC_SOURCE.class_name, "topic.prefix": "p", "connection.url": "jdbc:x"}

    assert errors(config) == {"mode": ('Missing required configuration "mode" which has no default value.',)}


def test_a_missing_or_unknown_class_is_refused() -> None:
    with pytest.raises(ConfigInvalid, match="contains no connector type"):
        check({"name": "a"})
    with pytest.raises(PluginMissing, match=r"matches com\.example\.None, available connectors are: io\.debezium"):
        check({"name": "a", "connector.class": "com.example.None"})


def test_only_passwords_are_secret() -> None:
    assert JDBC_SINK.secret_keys == {"connection.password"}


def test_no_plugin_declares_a_key_twice_except_to_override_a_common_one() -> None:
    for plugin in PLUGINS.values():
        names = [key.name for key in plugin.own_keys]
        assert len(names) == len(set(names))
