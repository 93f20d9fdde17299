"""Addresses are mapped to the constructs that made the resources, and these to lines of the app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.origins import Origin, origins


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """A synthesized stack with two resources."""
    folder = tmp_path / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    made = {name: {"//": {"metadata": {"path": f"dev/{name}"}}} for name in ("one", "two")}
    (folder / "cdk.tf.json").write_text(json.dumps({"resource": {"a_b": made}}))
    return folder


def test_the_line_is_found_from_the_folder_of_the_stack(stack: Path) -> None:
    (stack / "source_lines.json").write_text('{"dev/one": "../../../own, line/main.py, line 12"}')
    app = stack.parents[2]
    assert origins(stack) == {
        "a_b.one": Origin("dev/one", f"{app}/own, line/main.py, line 12"),
        "a_b.two": Origin("dev/two"),
    }


@pytest.mark.parametrize("noted", [None, "", "[]", '{"dev/one": 5, "dev/two": "x"}', "[[]]"])
def test_without_notes_that_can_be_read_there_are_no_lines(stack: Path, noted: str | None) -> None:
    if noted is not None:
        (stack / "source_lines.json").write_text(noted)
    assert origins(stack) == {"a_b.one": Origin("dev/one"), "a_b.two": Origin("dev/two")}


def test_a_folder_that_is_not_synthesized_has_none(tmp_path: Path) -> None:
    assert origins(tmp_path) == {}
