"""The app of the repository, in a folder where it can be deployed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import provider_lib
from tests.e2e.apps import Folder, make_app

ROOT = Path(provider_lib.__file__).parents[1]
STAGES = ("dev", "prod", "staging")
PLANTED = "planted-"


def secrets() -> dict[str, str]:
    """A planted value for each variable that the stacks say they need."""
    lines = (ROOT / "stacks/secrets.example.env").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if not line.startswith("#")]
    return {name: f"{PLANTED}{name}" for name in names}


def copy_of_stacks(path: Path, variables: Mapping[str, str]) -> Folder:
    """A copy of stacks/, and a user whose environment has its secrets and these variables."""
    made = make_app(path, "")
    (made.path / "main.py").unlink()
    shutil.copy(ROOT / "cdktf.json", made.path)
    shutil.copytree(ROOT / "stacks", made.path / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    return Folder(made.path, {**made.environ, **secrets(), **variables})
