"""The rooms of the package and who may import whom (the table in CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import provider_lib
from provider_lib.systems import CATALOGUE

ROOT = Path(provider_lib.__file__).parent
ENGINE = ("rest.json", "rest.mapping", "rest.api", "rest.object", "rest.checks", "rest.operations")
MAY_IMPORT = {
    "spec": set(),
    "contract": {"spec"},
    "systems": {"spec"},
    "rest.json": {"spec"},
    "rest.mapping": {"spec", "contract", "rest.json"},
    "rest.api": {"spec", "contract", "rest.json"},
    "rest.object": {"spec", "contract", "rest.json", "rest.mapping", "rest.api"},
    "rest.checks": {"spec", "contract", "rest.json", "rest.mapping", "rest.api", "rest.object"},
    "rest.operations": {"spec", "contract", "rest.json", "rest.mapping", "rest.api", "rest.object", "rest.checks"},
    "rest": {"spec", "contract", *ENGINE},
    "protocol": {"spec", "contract"},
    "policy": {"spec"},
    "constructs": {"spec", "systems", "policy"},
    "generator": {"spec", "systems", "policy", "plugin"},
    "state": {"spec"},
    "review": {"policy", "spec"},
    "adopt": {"contract", "rest", "spec"},
    "engine": {"state"},
    "fleet": {"rest", "review", "spec", "state", "systems"},
    "package": {"plugin"},
    "sandbox": set(),
    "plugin": {"contract", "protocol", "rest", "state", "systems"},
    "cli": {
        "adopt",
        "engine",
        "fleet",
        "package",
        "plugin",
        "policy",
        "rest",
        "review",
        "sandbox",
        "spec",
        "state",
        "systems",
    },
}
FREE = {"dataclass", "errors", "legible", "own_python", "provider_source", "run_folder", "sealing", ""}
"""What everybody may import: classes of values, the tree of errors, text made legible, how Python is started, the
address of the provider, folders that go with a run, what is sealed to recipients, what the package says of itself."""

VENDORS = sorted({name for name in CATALOGUE.systems if name != "rest"} | {"kafka", "flink"})
VENDORS_WORDS = re.compile(
    "|".join([*(name.replace("_", "[_ ]?") for name in VENDORS), "connectors?", "workers?"]), re.I
)


def sources(folder: Path = ROOT) -> list[Path]:
    return [file for file in folder.rglob("*.py") if "_pb2" not in file.name]


def room_of(module: str) -> str:
    """The room of a module below ``provider_lib``; of the engine's modules, the room inside it."""
    steps = module.split(".")
    inner = ".".join(steps[:2])
    return inner if inner in ENGINE else steps[0]


def module_of(file: Path) -> str:
    steps = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


def imported_modules(source: str, module: str, *, is_package: bool) -> Iterator[str]:
    """The modules below ``provider_lib`` that a source names: in imports, relative ones too, and in texts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from _ours(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ["provider_lib", *module.split(".")]
            base = ".".join(above[: len(above) - node.level + is_package]) if node.level else ""
            origin = ".".join(filter(None, (base, node.module)))
            yield from _ours(_imported(origin, alias.name) for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _ours(re.findall(r"^provider_lib(?:\.\w+)+$", node.value))


def _imported(origin: str, name: str) -> str:
    """The module that ``from origin import name`` loads."""
    path = ROOT.parent.joinpath(*origin.split("."), name)
    return f"{origin}.{name}" if path.with_suffix(".py").exists() or path.is_dir() else origin


def _ours(names: Iterator[str] | list[str]) -> Iterator[str]:
    return (name.partition(".")[2] for name in names if name.split(".")[0] == "provider_lib")


def forbidden(source: str, module: str, *, is_package: bool = False) -> set[str]:
    """The rooms that a module names although it may not."""
    room = room_of(module)
    named = {room_of(other) for other in imported_modules(source, module, is_package=is_package)}
    return named - MAY_IMPORT[room] - FREE - {room}


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    modules = {file: module_of(file) for file in sources()}
    found = {
        (module, other)
        for file, module in modules.items()
        if room_of(module) == room
        for other in forbidden(file.read_text(), module, is_package=file.name == "__init__.py")
    }
    assert found == set()


def test_every_module_has_a_room() -> None:
    assert {room_of(module_of(file)) for file in sources()} == set(MAY_IMPORT) | FREE


@pytest.mark.parametrize(
    ("module", "source", "named"),
    [
        ("spec.api", "from ..rest import http", "rest"),
        ("spec.api", "from ..rest.api.client import Client", "rest.api"),
        ("spec.api", "from provider_lib import systems", "systems"),
        ("rest.api.client", "from ..mapping.state import Projection", "rest.mapping"),
        ("rest.json.paths", "import provider_lib.rest.api.client as client", "rest.api"),
        ("rest.object.remote", "def f():\n    from provider_lib.rest.operations import read", "rest.operations"),
        ("sandbox.app", "load('provider_lib.systems.lenses')", "systems"),
        ("cli.doctor", "from provider_lib.rest.api.client import Client", "rest.api"),
    ],
)
def test_an_import_is_seen_however_it_is_written(module: str, source: str, named: str) -> None:
    assert forbidden(source, module) == {named}


def test_only_one_file_imports_a_cdk_flavour() -> None:
    naming = {
        str(file.relative_to(ROOT))
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in ("cdktf", "cdktn")
    }
    assert naming == {"constructs/base/_cdk.py"}


def test_the_provider_process_loads_neither_node_nor_the_command_line_nor_what_most_runs_do_not_need() -> None:
    program = (
        "import sys\n"
        "from provider_lib import plugin\n"
        "plugin.make_provider()\n"
        "late = {'jsii', 'cdktf', 'cdktn', 'typer', 'rich', 'starlette', 'uvicorn', 'yaml', 'pyrage'}\n"
        "print(sorted(late & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_provider_process_makes_no_class_the_slow_way() -> None:
    slow = {
        str(file.relative_to(ROOT))
        for room in ("spec", "rest", "protocol")
        for file in sources(ROOT / room)
        if "import dataclasses" in (text := file.read_text()) or "from dataclasses import" in text
    }
    assert slow == {"spec/consistency/words.py"}  # which only a working copy loads


def test_the_engine_knows_no_vendors_word() -> None:
    """Not even in a comment: what an error says of a connector or a worker, its declaration says."""
    found = {
        f"{file.relative_to(ROOT)}:{number}: {match.group()}"
        for file in sources(ROOT / "rest")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for match in VENDORS_WORDS.finditer(line)
    }
    assert found == set()


def test_no_vendor_is_named_in_the_code_of_a_generic_room() -> None:
    """Docstrings may give examples; any other text that names a system decides by it."""
    found = {
        f"{file.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for file in generic_sources()
        for node in texts(ast.parse(file.read_text()))
        if any(name in node.value.lower() for name in VENDORS)
    }
    assert found == set()


def generic_sources() -> Iterator[Path]:
    """The modules that know no vendor; what a policy knows of vendors is data of its pack."""
    for room in ("spec", "protocol", "adopt", "engine", "fleet", "review"):
        yield from sources(ROOT / room)
    yield from (ROOT / "policy").glob("*.py")


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """The texts of a module but for those that stand alone, which document it."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node
