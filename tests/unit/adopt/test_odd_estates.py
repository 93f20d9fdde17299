"""Connectors called and configured by chance: what is written says the same, and formatters let it stand."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

from provider_lib.adopt import Found, Names, imports_module, stack_module
from provider_lib.systems import CATALOGUE
from tests.unit.adopt.estate import make_connectors
from tests.unit.adopt.test_stack_module import calls
from tests.unit.adopt.test_survey import look_at

PIECES = (
    *"aA01_-.#,; \"'\\\n\t\x00\x1b\x85\xa0\u200b\u2028\u202e\ufeffé漢ж주☃😀",
    *("{", "}", "${", "$${", "%{", "%%{", "%", "\r\n", "e\u0301", "\\N{DASH}", "\\u0041", "f'{x}'", '"""', "password"),
)
ESTATES = 4


def text(chance: Random, most: int) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, most)))


def estate(chance: Random, like: Found) -> list[Found]:
    """Connectors with odd names, some with much in common, one with 300 keys."""
    found = {}
    for number in range(40):
        size = 300 if number == 0 else chance.choice([0, 3, 6])
        config = {text(chance, 6): text(chance, chance.choice([3, 40, 200])) for _ in range(size)}
        if number % 3 == 0:
            config |= {"x.shared": "1", "y.shared": '"${a}"\n', "z.shared": "%{"}
        name = text(chance, 8) or "x"
        values = {**like.values, "name": name, "config": {"connector.class": "a.B"} | config}
        found[name] = replace(like, values=values, secrets={text(chance, 4): None} if number % 5 == 0 else {})
    return list(found.values())


def configurations(source: str) -> dict[str, dict[str, str]]:
    """Connector -> its configuration, as the code has it."""
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    shared = {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in assigned}
    found = {}
    for call in calls(source, "Connector"):
        table = call["config"]
        assert isinstance(table, ast.Dict)
        config = found[ast.literal_eval(call["name"])] = {}
        for key, value in zip(table.keys, table.values, strict=True):
            config |= shared[ast.unparse(value)] if key is None else {ast.literal_eval(key): ast.literal_eval(value)}
    return found


def test_whatever_they_are_called_and_hold(environ: Mapping[str, str], tmp_path: Path) -> None:
    make_connectors(environ)
    like = look_at("kafka_connect", environ, "default/class").found[0]
    for seed in range(ESTATES):
        found = estate(Random(seed), like)
        names = Names(found)
        source = stack_module("estate", CATALOGUE.systems["kafka_connect"], found, names)
        assert configurations(source) == {item.values["name"]: item.values["config"] for item in found}
        (tmp_path / f"stack_{seed}.py").write_text(source, encoding="utf-8")
        (tmp_path / f"imports_{seed}.py").write_text(imports_module("estate", found, names), encoding="utf-8")
    for command in (["format", "--diff"], ["check", "--select", "E4,E7,E9,F,I,UP,SIM"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "."], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
