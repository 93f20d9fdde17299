"""Builds ``terraform-provider-sluice-core``: the same code, which asks for nothing that its user has no use for.

python -m provider_lib.generator.core_wheel FOLDER
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def core_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """What pyproject.toml would say for the core.

    Args:
        settings: what it says for the whole, with the names of what each part needs under ``tool.sluice.parts``.
    """
    project = settings["project"]
    asked = {_name(line): line for line in project["dependencies"]}
    parts = {part: [asked[name] for name in names] for part, names in settings["tool"]["sluice"]["parts"].items()}
    core = {
        "name": f"{project['name']}-core",
        "description": "The code of Sluice, and what the provider alone or the constructs alone need.",
        "dependencies": [],
        "optional-dependencies": parts | project["optional-dependencies"],
        "scripts": {name: place for name, place in project["scripts"].items() if name == project["name"]},
    }
    return settings | {"project": project | core}


def build_core_wheel(folder: Path) -> Path:
    """Build the wheel; returns its path."""
    from hatchling.builders.wheel import WheelBuilder
    from hatchling.metadata.core import ProjectMetadata
    from hatchling.plugin.manager import PluginManager

    settings = core_settings(tomllib.loads((ROOT / "pyproject.toml").read_text()))
    plugins = PluginManager()
    metadata = ProjectMetadata(str(ROOT), plugins, settings)
    builder = WheelBuilder(str(ROOT), plugins, settings, metadata)
    return Path(next(builder.build(directory=str(folder), versions=["standard"])))


def _name(requirement: str) -> str:
    return requirement.partition(">")[0]


if __name__ == "__main__":
    print(build_core_wheel(Path(sys.argv[1])))  # noqa: T201
