"""States that released versions left behind still mean no change, in front of servers in the condition of then."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib.systems import CATALOGUE
from tests.conformance.freeze import CURRENT
from tests.conformance.frozen_state import FOLDER, Frozen

FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_frozen_state_plans_nothing(file: Path, tmp_path: Path) -> None:
    with Frozen.load(file).restored(tmp_path) as workspace:
        assert workspace.plan().changes == {}


def test_every_resource_of_this_version_is_frozen() -> None:
    frozen = {file.stem for file in CURRENT.glob("*.json")}
    assert frozen == CATALOGUE.resources.keys(), "run `make freeze` and commit what it writes"
