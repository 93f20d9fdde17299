"""The round trip of adopt: made by hand, written as code, synthesized, imported, planned, and changed in one place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from provider_lib.adopt import Names, imports_module, stack_module
from provider_lib.sandbox import Sandbox
from provider_lib.spec.types import UNKNOWN
from provider_lib.systems import CATALOGUE
from tests.synth.conftest import run_python, without_remarks
from tests.unit.adopt.clouds import make_agents, make_redpanda, make_streamkap
from tests.unit.adopt.estate import make_connectors, make_environments
from tests.unit.adopt.test_survey import look_at
from tests.unit.rest.core import Core, core_of
from tests.unit.rest.life import Life

REFERENCE = re.compile(r"\$\{(\w+\.[\w-]+)\.(\w+)\}")
SYSTEMS = ("confluent", "kafka_connect", "lenses", "redpanda", "streamkap")
MADE = {"confluent": 3, "kafka_connect": 15, "lenses": 11, "redpanda": 11, "streamkap": 22}
"""Objects that are found in each system."""
CHANGES: Mapping[str, tuple[str, str, Any]] = {
    "confluent": ("sluice_confluent_flink_agent", "prompt", "Do something else."),
    "kafka_connect": ("sluice_kafka_connect_connector", "config", {"tasks.max": "7"}),
    "lenses": ("sluice_lenses_connector", "config", {"tasks.max": "7"}),
    "redpanda": ("sluice_redpanda_connector", "config", {"tasks.max": "7"}),
    "streamkap": ("sluice_streamkap_source", "config", {"database.dbname": "${other}"}),
}
"""What is changed of one object of each system; entries of a map are merged into what it has."""


class Estate:
    """Stacks of adopted objects, and a provider in this process that takes them over.

    Attributes:
        lives: system -> address -> the object as it was imported.
    """

    def __init__(self, core: Core, folder: Path) -> None:
        self._core = core
        self.lives: dict[str, dict[str, Life]] = {}
        for system in SYSTEMS:
            stack = json.loads((folder / "cdktf.out" / "stacks" / system.replace("_", "-") / "cdk.tf.json").read_text())
            self._take_over(system, without_remarks(stack))

    def _take_over(self, system: str, stack: Mapping[str, Any]) -> None:
        lives = self.lives[system] = {}
        for block in stack["import"]:
            kind, _, name = block["to"].partition(".")
            values = self._resolved(lives, stack["resource"][kind][name])
            lives[block["to"]] = Life(self._core, kind, **values).import_object(_literal(block["id"]))

    def _resolved(self, lives: Mapping[str, Life], values: Any) -> Any:
        match values:
            case str() if found := REFERENCE.fullmatch(values):
                return lives[found[1]][found[2]]
            case str():
                return _literal(values)
            case dict():
                return {_literal(name): self._resolved(lives, item) for name, item in values.items()}
            case list():
                return [self._resolved(lives, item) for item in values]
            case _:
                return values


def _literal(text: str) -> str:
    """A text of Terraform's JSON without references."""
    return text.replace("$${", "${").replace("%%{", "%{")


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """Everything of an account that was made by hand, adopted."""
    folder = tmp_path_factory.mktemp("adopted")
    with ExitStack() as closing:
        sandbox = closing.enter_context(Sandbox())
        sandbox.admin.switch(connect={"start_after_ms": 0})
        environ = sandbox.environment()
        make_connectors(environ, more=4)
        make_environments(environ, sandbox.admin.connect_agent)
        make_redpanda(environ)
        make_streamkap(environ)
        make_agents(environ)
        secrets: dict[str, str] = {}
        for system in SYSTEMS:
            survey = look_at(system, environ)
            assert survey.unread == ()
            assert len(survey.found) == MADE[system]
            names, stack = Names(survey.found), system.replace("_", "-")
            (folder / f"{system}.py").write_text(stack_module(stack, CATALOGUE.systems[system], survey.found, names))
            (folder / f"{system}_adopted.py").write_text(imports_module(stack, survey.found, names))
            for item in survey.found:
                secrets |= {names.environment(item, key): value or "hidden" for key, value in item.secrets.items()}
        done = run_python("-m", "tests.synth.adopted", *SYSTEMS, folder=folder, **secrets)
        assert done.returncode == 0, done.stderr
        yield Estate(closing.enter_context(core_of(CATALOGUE, environ | secrets)), folder)


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_was_adopted_is_imported_and_nothing_of_it_changes(estate: Estate, system: str) -> None:
    lives = estate.lives[system]
    assert len(lives) == MADE[system]
    plans = {address: life.plan() for address, life in lives.items()}
    assert {address: plan.difference for address, plan in plans.items() if not plan.is_empty} == {}
    assert {address: plan.warnings for address, plan in plans.items() if plan.warnings} == {}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_change_in_one_place_is_that_change(estate: Estate, system: str) -> None:
    kind, name, value = CHANGES[system]
    lives = estate.lives[system]
    address = max(each for each in lives if each.startswith(f"{kind}."))
    before = lives[address][name]
    after = before | value if isinstance(before, dict) else value
    plan = lives[address].plan(**{name: after})
    assert plan.action == "update"
    changes = {item: change for item, change in plan.difference.items() if change[1] is not UNKNOWN}
    assert changes == {name: (before, after)}
    plan.apply()
    assert all(life.plan().is_empty for life in lives.values())


def test_what_a_server_sets_by_itself_is_not_taken_for_ours(estate: Estate) -> None:
    source = estate.lives["streamkap"]["sluice_streamkap_source.tunnel"]
    assert source.plan(config=source["config"] | {"ssh.host": "jump-2"}).action == "update"


def test_a_default_of_the_server_is_in_no_code(estate: Estate) -> None:
    source = estate.lives["streamkap"]["sluice_streamkap_source.placeholders"]
    assert source["config"].keys().isdisjoint({"heartbeat.enabled", "database.sslmode"})
    assert source["config"]["slot.name"] == "${slot}"


@pytest.mark.parametrize("spelled", [{"database.sslmode": "require"}, {"ssh.enabled": "false", "slot.name": "${slot}"}])
def test_code_that_spells_a_default_out_is_imported_without_a_change(
    estate: Estate, spelled: Mapping[str, str]
) -> None:
    source = estate.lives["streamkap"]["sluice_streamkap_source.placeholders"]
    assert source.plan(config=source["config"] | spelled).is_empty
    other = source["config"] | spelled | {"database.dbname": "other"}
    assert source.plan(config=other).difference["config"] == (source["config"], other)
