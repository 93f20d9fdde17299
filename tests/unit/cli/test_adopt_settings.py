"""Where the APIs of a system are: what the environment says, and what the provider blocks of the app say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provider_lib.cli.adopt_settings import reach
from provider_lib.engine.app import Stack
from provider_lib.errors import ConfigError
from provider_lib.systems import CATALOGUE

CONNECT, LENSES = CATALOGUE.systems["kafka_connect"], CATALOGUE.systems["lenses"]
EAST = {"url": "http://east:8083", "username": "u", "password": "${var.east}", "ca_file": "${data.x.y}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def stack(folder: Path, name: str, **block: Any) -> Stack:
    (folder / name).mkdir()
    variables = {"east": {"sensitive": True}}
    text = json.dumps({"provider": {"sluice": [block]}, "variable": variables})
    (folder / name / "cdk.tf.json").write_text(text)
    return Stack(name, folder / name)


def test_clusters_of_the_code_and_of_the_environment_are_known(folder: Path) -> None:
    environ = {"SLUICE_KAFKA_CONNECT_WEST_URL": "http://west:8083", "TF_VAR_east": "correct-horse"}
    found = reach(CONNECT, [stack(folder, "dev", kafka_connect={"east": EAST}), stack(folder, "bare")], environ, None)
    assert found.names == ("east", "west")
    assert found.block == {
        "kafka_connect": {"east": {"url": "http://east:8083", "username": "u", "password": "correct-horse"}}
    }
    assert found.said({"east"}) == {"east": {"url": "http://east:8083", "username": "u"}}
    assert found.said({"west"}) == {}
    assert found.variables({"east"}) == {
        "SLUICE_KAFKA_CONNECT_EAST_PASSWORD": "correct-horse",
        "SLUICE_KAFKA_CONNECT_EAST_CA_FILE": "",
    }
    assert "correct-horse" not in repr(found)


def test_a_system_without_names_is_reached_as_the_code_says(folder: Path) -> None:
    found = reach(LENSES, [stack(folder, "dev", lenses={"url": "http://hq", "token": "${var.east}"})], {}, None)
    assert (found.names, found.block) == (("",), {"lenses": {"url": "http://hq"}})
    assert (found.said(()), found.variables(())) == ({"url": "http://hq"}, {"SLUICE_LENSES_TOKEN": ""})


def test_stacks_that_do_not_agree_are_asked_for_one(folder: Path) -> None:
    stacks = [stack(folder, name, kafka_connect={"main": {"url": f"http://{name}"}}) for name in ("dev", "prod")]
    with pytest.raises(ConfigError, match="mean different servers by Kafka Connect main"):
        reach(CONNECT, stacks, {}, None)
    found = reach(CONNECT, stacks, {}, "prod")
    assert found.said({"main"}) == {"main": {"url": "http://prod"}}
    assert found.elsewhere == {"dev"}
    with pytest.raises(ConfigError, match="There is no stack x\nThere is dev, prod"):
        reach(CONNECT, stacks, {}, "x")


def test_where_nothing_says_it_is_told_what_to_set() -> None:
    with pytest.raises(ConfigError, match="Where Kafka Connect is, is not set\nSet SLUICE_KAFKA_CONNECT_URL"):
        reach(CONNECT, [], {}, None)
