"""Whoever edits a declaration is told of a mistake as soon as it is imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import provider_lib

ROOMS = ("spec", "systems", "generator")


def test_a_mistake_is_told_at_import(tmp_path: Path) -> None:
    package = Path(provider_lib.__file__).parent
    for room in ROOMS:
        shutil.copytree(package / room, tmp_path / "provider_lib" / room)
    for module in ("__init__.py", "dataclass.py", "errors.py", "sealing.py"):
        shutil.copy(package / module, tmp_path / "provider_lib")
    edited = tmp_path / "provider_lib/systems/confluent.py"
    edited.write_text(edited.read_text().replace('get(AGENTS + "/{name}")', 'get(AGENTS + "/{nmae}")', 1))
    done = subprocess.run(
        [sys.executable, "-B", "-c", "import provider_lib.systems"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr.splitlines()[-2:] == [
        "provider_lib.errors.DeclarationError: confluent.FlinkAgent.api.read.path names no field or setting: nmae",
        "Did you mean `name`?",
    ]
