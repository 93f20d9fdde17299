"""As of when a state is."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provider_lib.engine.state_age import StateAge, age_of, state_file

STATE = json.dumps({"version": 4, "serial": 7, "lineage": "x"})


def write_stack(folder: Path, backend: object) -> None:
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": backend}}))


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


@pytest.mark.parametrize("written", [True, False])
def test_the_file_is_where_the_backend_says(tmp_path: Path, written: bool) -> None:
    path = tmp_path / "terraform.dev.tfstate"
    write_stack(tmp_path, {"local": {"path": str(path)}})
    if written:
        path.write_text(STATE)
    assert state_file(tmp_path) == (path if written else None)


def test_another_backend_has_no_file(tmp_path: Path) -> None:
    write_stack(tmp_path, {"http": {"address": "http://127.0.0.1/state"}})
    assert state_file(tmp_path) is None
