"""The rooms of the package and who may import whom (the table in CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import provider_lib

ROOT = Path(provider_lib.__file__).parent
MAY_IMPORT = {
    "spec": set(),
    "systems": {"spec"},
    "rest": {"spec"},
    "protocol": {"spec"},
    "constructs": {"spec", "systems"},
    "state": {"spec"},
    "engine": {"state"},
    "sandbox": set(),
}


def imported_rooms(file: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(file.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "provider_lib":
            names = [f"provider_lib.{alias.name}" for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("provider_lib.")}
    return rooms - {"errors", "__version__"}


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}
    found = {
        (str(file.relative_to(ROOT)), other)
        for file in (ROOT / room).rglob("*.py")
        for other in imported_rooms(file) - allowed
    }
    assert found == set()


def test_only_one_file_names_a_cdk_flavour() -> None:
    naming = {
        str(file.relative_to(ROOT))
        for file in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in ("cdktf", "cdktn")
    }
    assert naming == {"constructs/_cdk.py"}


def test_the_provider_process_loads_neither_node_nor_the_command_line() -> None:
    program = (
        "import sys\n"
        "from provider_lib import plugin\n"
        "plugin._make_provider()\n"
        "print(sorted({'jsii', 'cdktf', 'cdktn', 'typer', 'rich', 'starlette', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_vendor_is_named_outside_its_declarations() -> None:
    vendors = ("lenses", "streamkap", "redpanda", "confluent")
    naming = {
        f"{file.relative_to(ROOT)}: {name}"
        for room in ("spec", "rest", "protocol", "engine")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Compare | ast.Match)
        for name in vendors
        if name in ast.unparse(node).lower()
    }
    assert naming == set()
