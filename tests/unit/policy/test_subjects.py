"""What rules know of a connector: what the code says for certain."""

from __future__ import annotations

import pytest

from provider_lib.policy import Configuration, Subject
from provider_lib.spec.types import UNKNOWN
from provider_lib.systems import CATALOGUE
from tests.unit.policy.connectors import connector

CONNECTORS = (
    "sluice_kafka_connect_connector",
    "sluice_lenses_connector",
    "sluice_redpanda_connector",
    "sluice_streamkap_destination",
    "sluice_streamkap_source",
)


def test_the_connectors_of_every_system_are_seen() -> None:
    values = {
        "name": "orders",
        "config": {"a": "b"},
        "secret_env": {"c": "VARIABLE"},
        "secret_config": {"d": "planted"},
    }
    subjects = [Subject(it, "dev", "dev/a", values) for it in CATALOGUE.resources.values()]
    found = {it.type: it.connector for it in subjects if it.connector}
    assert tuple(sorted(found)) == CONNECTORS
    assert {(it.name, it.runs) for it in found.values()} == {("orders", True)}
    assert [it.config for it in found.values()] == [
        Configuration("config", {"a": "b", "c": UNKNOWN, "d": UNKNOWN}, is_whole=True)
    ] * len(CONNECTORS)


def test_what_nobody_knows_yet_is_neither_there_nor_lacking() -> None:
    config = Configuration("config", {"a": "1", "b": UNKNOWN, "c": "${file:/run/db:password}", "d": "shop_${topic}"})
    assert [config.get(key) for key in "abcde"] == ["1", None, None, "shop_${topic}", None]
    assert [config.lacks(key) for key in "abcde"] == [False, False, False, False, True]
    assert [config.either(key, "x") for key in "abcde"] == ["1", None, None, "shop_${topic}", "x"]
    assert not Configuration("config", {}, is_whole=False).lacks("a")


@pytest.mark.parametrize("more", [{"secret_env": UNKNOWN}, {"secret_config": UNKNOWN}])
def test_secrets_that_nobody_knows_may_have_any_key(more: dict[str, object]) -> None:
    found = connector({"a": "1"}, **more).connector
    assert found
    assert found.config == Configuration("config", {"a": "1"}, is_whole=False)


def test_a_list_has_its_items_without_blanks() -> None:
    config = Configuration("config", {"topics": " a, b,,c "})
    assert config.items("topics") == ["a", "b", "c"]
    assert config.items("none") == []


def test_an_argument_has_its_default() -> None:
    redpanda = CATALOGUE.resources["sluice_redpanda_connector"]
    assert Subject(redpanda, "dev", "dev/a", {}).get("cluster") == "redpanda"
    assert Subject(redpanda, "dev", "dev/a", {"cluster": UNKNOWN}).get("cluster") is None
    assert Subject(redpanda, "dev", "dev/a", {}).get("no such") is None
