"""Prints the oldest version of every dependency that pyproject.toml allows, as pip's constraints.

python -m tests.lowest_versions
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def requirements() -> list[Requirement]:
    """What the package requires, with all its extras."""
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def lowest(requirement: Requirement) -> str:
    """The version after ``>=``, of which there must be one."""
    (version,) = (bound.version for bound in requirement.specifier if bound.operator == ">=")
    return version


if __name__ == "__main__":
    for each in requirements():
        print(f"{each.name}=={lowest(each)}")  # noqa: T201
