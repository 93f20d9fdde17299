from __future__ import annotations

import pytest

from provider_lib.sandbox.connect_engine.catalogue import FILE_SINK, FILE_SOURCE, JDBC_SINK, JDBC_SOURCE, PLUGINS
from provider_lib.sandbox.connect_engine.definitions import Release
from provider_lib.sandbox.connect_engine.errors import ConfigInvalid, PluginMissing, TopicsInvalid
from provider_lib.sandbox.connect_engine.validation import check, require_valid

SOURCE = {"name": "a", "connector.class": FILE_SOURCE.class_name, "topic": "t"}
SINK = {"name": "a", "connector.class": FILE_SINK.class_name}


CONNECT = "org.apache.kafka.connect"
ROUTER, JSON = f"{CONNECT}.transforms.RegexRouter", f"{CONNECT}.json.JsonConverter"
CUT = {"transforms": "cut", "transforms.cut.type": ROUTER}
NO_PATTERN = 'Invalid regex: Cannot invoke "String.isEmpty()" because "this.pattern" is null'


def errors(config: dict[str, str], release: str = "3.9.0") -> dict[str, tuple[str, ...]]:
    return {checked.key.name: checked.errors for checked in check(config, Release(release)) if checked.errors}


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
        ("exactly.once.support", "perhaps", "String must be one of (case insensitive): REQUIRED, REQUESTED"),
        ("topic", "", "String must be non-empty"),
        ("name", "", "String may not be empty"),
        ("name", "a\n", "String may not contain control sequences but had the following ASCII chars: 10"),
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
        ("exactly.once.support", "Required"),
        ("connector.class", "FileStreamSource"),
        ("connector.class", "FileStreamSourceConnector"),
        ("key.converter", JSON),
        ("value.converter", "JsonConverter"),
        ("header.converter", "${env:CONVERTER}"),
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


@pytest.mark.parametrize(
    ("config", "wrong"),
    [
        (
            {"key.converter": "no.Class"},
            {
                "key.converter": (
                    "Invalid value no.Class for configuration key.converter: Class no.Class could not be found.",
                )
            },
        ),
        (
            {"value.converter": ROUTER},
            {"value.converter": (f"Class class {ROUTER} does not implement the Converter interface",)},
        ),
        (
            {"value.converter": JSON, "value.converter.schemas.enable": "perhaps"},
            {
                "value.converter.schemas.enable": (
                    "Invalid value perhaps for configuration schemas.enable: Expected value to be either true or false",
                )
            },
        ),
        (
            {"transforms": "cut"},
            {
                "transforms.cut.type": (
                    'Missing required configuration "transforms.cut.type" which has no default value.',
                )
            },
        ),
        (
            CUT | {"transforms.cut.type": JSON},
            {"transforms.cut.type": (f"Class class {JSON} does not implement the Transformation interface",)},
        ),
        (
            CUT | {"transforms.cut.replacement": "x"},
            {
                "transforms.cut.regex": (
                    'Missing required configuration "transforms.cut.regex" which has no default value.',
                    f"Invalid value null for configuration regex: {NO_PATTERN}",
                )
            },
        ),
        (
            CUT | {"transforms": "cut, cut", "transforms.cut.regex": ".", "transforms.cut.replacement": "x"},
            {"transforms": ("Invalid value [cut, cut] for configuration transforms: Duplicate alias provided.",)},
        ),
        (
            {"predicates": "some", "predicates.some.type": "no.Class"},
            {
                "predicates.some.type": (
                    "Invalid value no.Class for configuration predicates.some.type: Class no.Class could not be found.",
                )
            },
        ),
    ],
)
def test_what_a_connector_uses_is_checked_too(config: dict[str, str], wrong: dict[str, tuple[str, ...]]) -> None:
    assert errors(SOURCE | config) == wrong


def test_an_older_worker_looks_at_less_and_complains_twice() -> None:
    assert errors({**SOURCE, "value.converter": ROUTER}, "3.4.1") == {}
    assert errors({**SOURCE, "value.converter": JSON, "value.converter.schemas.enable": "perhaps"}, "3.7.2") == {}
    assert errors({**SOURCE, "transforms": "cut"}, "3.4.1") == {
        "transforms.cut.type": (
            'Missing required configuration "transforms.cut.type" which has no default value.',
            "Invalid value null for configuration transforms.cut.type: Not a Transformation",
        )
    }


@pytest.mark.parametrize(
    ("topics", "key", "newer", "older"),
    [
        (
            {"topics": "a,dead"},
            "topics",
            "included in the list of topics ('topics=[a, dead]') consumed by the connector",
            "included in the list of topics ('topics.regex=[a, dead]') consumed by the connector",
        ),
        (
            {"topics.regex": "d.*"},
            "topics.regex",
            "matched by the regex for the topics ('topics.regex=d.*') consumed by the connector",
            "included in the regex matching the topics ('topics.regex=d.*') consumed by the connector",
        ),
    ],
)
def test_the_dead_letters_of_a_sink_are_not_among_its_topics(
    topics: dict[str, str], key: str, newer: str, older: str
) -> None:
    config = {**SINK, **topics, "errors.deadletterqueue.topic.name": "dead"}

    assert errors(config) == {key: (f"The DLQ topic 'dead' may not be {newer}",)}
    with pytest.raises(TopicsInvalid, match="The DLQ topic 'dead' may not be") as raised:
        errors(config, "3.4.1")
    assert raised.value.message.endswith(older)
    assert errors({**config, "errors.deadletterqueue.topic.name": "other"}) == {}


def test_a_version_of_the_plugin_that_is_not_installed_is_refused_since_there_are_any() -> None:
    config = {**SOURCE, "connector.plugin.version": "1.0"}
    asked = f"Plugin {FILE_SOURCE.class_name} not found that matches the version range [1.0,1.0]"
    error = f"{asked}, available versions: [4.1.1]"

    assert errors(config, "4.1.1") == {"connector.class": (error,), "connector.plugin.version": (error,)}
    assert errors({**SOURCE, "connector.plugin.version": "4.1.1"}, "4.1.1") == {}
    assert errors(config) == {}


@pytest.mark.parametrize(("release", "count"), [("3.4.1", 22), ("3.7.2", 22), ("3.9.0", 23), ("4.1.1", 27)])
def test_a_worker_knows_as_many_keys_as_its_release(release: str, count: int) -> None:
    assert len(check(SOURCE, Release(release))) == count
