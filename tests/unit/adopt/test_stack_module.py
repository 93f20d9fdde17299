"""What adopt writes: code that formatters, linters and type checkers let stand, and that says what it found."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from provider_lib.adopt import Names, imports_module, stack_module, with_variables
from provider_lib.adopt.python_text import Group, Text, quoted, written
from provider_lib.adopt.shared_values import Shared, shared_values
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.unit.adopt.clouds import SOURCES, make_agents, make_redpanda, make_streamkap
from tests.unit.adopt.estate import COMMON, ODD, make_connectors, make_environments
from tests.unit.adopt.test_survey import look_at


def sources(system: str, environ: Mapping[str, str]) -> tuple[str, str]:
    found = look_at(system, environ).found
    names = Names(found)
    return stack_module("estate", CATALOGUE.systems[system], found, names), imports_module("estate", found, names)


def calls(source: str, name: str) -> list[dict[str, ast.expr]]:
    return [
        {keyword.arg or "": keyword.value for keyword in node.keywords} | {"id": node.args[1]}
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_every_text_stands_in_the_code_as_it_is_on_the_server(environ: Mapping[str, str]) -> None:
    make_connectors(environ)
    source, _ = sources("kafka_connect", environ)
    literals = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    secret = {"correct-horse-battery", "****************", ODD["secret in a url"]["connection.url"]}
    wanted = {value for config in ODD.values() for value in config.values() if value}
    assert wanted - literals == secret
    assert literals.isdisjoint(secret)


def test_every_construct_has_a_name_of_its_own(environ: Mapping[str, str]) -> None:
    make_connectors(environ)
    source, imports = sources("kafka_connect", environ)
    ids = [ast.literal_eval(call["id"]) for call in calls(source, "Connector")]
    assert len({name.lower() for name in ids}) == len(ODD)
    assert all(name.replace("-", "_").isidentifier() for name in ids)
    assert all(quoted(name) in imports for name in ids)


def test_formatters_and_linters_let_the_code_stand(
    environ: Mapping[str, str], sandbox: Sandbox, tmp_path: Path
) -> None:
    make_connectors(environ, more=4)
    make_environments(environ, sandbox.admin.connect_agent)
    make_streamkap(environ)
    make_redpanda(environ)
    make_agents(environ)
    for system in ("confluent", "kafka_connect", "lenses", "redpanda", "streamkap"):
        for name, source in zip((system, f"{system}_adopted"), sources(system, environ), strict=True):
            (tmp_path / f"{name}.py").write_text(source)
    for command in (["format", "--diff"], ["check", "--select", "E4,E7,E9,F,I,UP,SIM"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "."], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_named_elsewhere_is_referred_to(environ: Mapping[str, str], sandbox: Sandbox) -> None:
    make_environments(environ, sandbox.admin.connect_agent)
    source, _ = sources("lenses", environ)
    assert {ast.unparse(call["environment"]) for call in calls(source, "Connector")} == {"orders", "payments"}
    [group], [account] = calls(source, "Group"), calls(source, "ServiceAccount")
    assert (ast.unparse(group["roles"]), ast.unparse(account["groups"])) == ("[reader]", "[team]")


def test_what_two_objects_say_of_each_other_is_written_once(environ: Mapping[str, str], sandbox: Sandbox) -> None:
    make_environments(environ, sandbox.admin.connect_agent)
    source, _ = sources("lenses", environ)
    assert "service_accounts" not in source


def test_a_pipeline_refers_to_one_source_and_one_destination(environ: Mapping[str, str]) -> None:
    make_streamkap(environ)
    source, _ = sources("streamkap", environ)
    pipelines = calls(source, "Pipeline")
    assert len(pipelines) == len(SOURCES)
    for call in pipelines:
        for side in (call["source"], call["destination"]):
            assert isinstance(side, ast.Dict)
            referred = [value.id for value in side.values if isinstance(value, ast.Name)]
            assert referred == [referred[0]] * 3


def test_what_two_kinds_share_has_two_names(environ: Mapping[str, str]) -> None:
    make_streamkap(environ)
    source, _ = sources("streamkap", environ)
    names = [ast.unparse(node.targets[0]) for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    tables = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)]
    spread = [value for table in tables for key, value in zip(table.keys, table.values, strict=True) if key is None]
    used = {value.id for value in spread if isinstance(value, ast.Name)}
    assert len(names) == len(set(names)) > 1
    assert used == set(names)


def test_defaults_are_left_out(environ: Mapping[str, str], sandbox: Sandbox) -> None:
    make_environments(environ, sandbox.admin.connect_agent)
    source, _ = sources("lenses", environ)
    assert [set(call) for call in calls(source, "Environment")] == [{"id", "name", "tier", "metadata"}] * 2


def test_what_three_configurations_share_is_lifted_and_what_tells_them_apart_is_not() -> None:
    alike = [{**COMMON, "tasks.max": str(number)} for number in range(3)]
    shared = {key: value for key, value in COMMON.items() if key != "connector.class"}
    assert shared_values(alike, "connector.class", set()) == [Shared("SHARED", shared)]
    assert shared_values(alike[:2], "connector.class", set()) == []


@pytest.mark.parametrize("text", ["it's", 'say "x"', "a\\b", "\x00\x1b", "\u202e", "\U000e0001", "${a}", "漢", "{}"])
def test_a_literal_means_what_it_was_made_of(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text


@pytest.mark.parametrize("text", ["word " * 60, "a,b;" * 40, "line\n" * 30, "x" * 200, "漢字,ok " * 30])
def test_a_long_text_is_parted_and_stays_the_same(text: str) -> None:
    source = written(Group("{", [('"key": ', Text(text))], "}"), before="value = ")
    [assigned] = ast.parse(source).body
    assert isinstance(assigned, ast.Assign)
    assert ast.literal_eval(assigned.value) == {"key": text}


def test_variables_are_added_once() -> None:
    secrets = {"SINK_PASSWORD": "connection.password of default/sink"}
    first = with_variables("", "Kafka Connect", ["SLUICE_KAFKA_CONNECT_URL"], secrets)
    assert first.splitlines()[1:] == [
        "# Kafka Connect",
        "SLUICE_KAFKA_CONNECT_URL=",
        "# connection.password of default/sink",
        "SINK_PASSWORD=",
    ]
    assert with_variables(first, "Kafka Connect", ["SLUICE_KAFKA_CONNECT_URL"], secrets) == first


def test_what_a_variable_is_for_is_one_line_whatever_it_is_called() -> None:
    written = with_variables("", "Kafka Connect", [], {"X": "password of default/a\nPATH=/tmp\r\u202e"})
    assert written.splitlines()[2:] == ["# password of default/a\\nPATH=/tmp\\r\\u202e", "X="]
