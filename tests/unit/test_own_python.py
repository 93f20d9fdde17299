"""Sluice starts Python so that nothing is imported from the folder that the user works in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from provider_lib.own_python import module_command, without_relative_imports


def test_a_module_is_run_without_a_look_into_the_working_folder(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("print('planted')")
    done = subprocess.run(
        [*module_command("json.tool"), "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "planted" not in done.stdout


def test_a_search_path_keeps_its_absolute_folders_only() -> None:
    for given in (":/opt/a:lib:/opt/b:.", "/opt/a:/opt/b:"):
        assert without_relative_imports({"PYTHONPATH": given, "A": "1"}) == {"PYTHONPATH": "/opt/a:/opt/b", "A": "1"}


def test_a_search_path_of_relative_folders_is_none() -> None:
    for given in ({"PYTHONPATH": ":"}, {"PYTHONPATH": "."}, {"PYTHONPATH": ""}, {}):
        assert without_relative_imports({**given, "A": "1"}) == {"A": "1"}
