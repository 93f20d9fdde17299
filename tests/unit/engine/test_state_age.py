"""As of when a state is."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from provider_lib.engine.state_age import StateAge, age_of

STATE = json.dumps({"version": 4, "serial": 7, "lineage": "x"})


def test_a_state_file_has_a_date_and_a_number(tmp_path: Path) -> None:
    path = tmp_path / "dev.tfstate"
    path.write_text(STATE)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    age = age_of(STATE, path)
    assert age == StateAge(7, datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC))
    assert str(age) == "as of 2020-09-13 12:26:40 UTC, serial 7"


def test_a_state_elsewhere_has_its_number_only() -> None:
    assert str(age_of(STATE)) == "as of serial 7"
    assert age_of("\n") is None


def test_what_a_backend_shows_that_has_none_is_no_state() -> None:
    assert age_of('{"version": 4, "serial": 0, "lineage": "", "resources": []}') is None
