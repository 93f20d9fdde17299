"""An error about an import is told with the resource that is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.import_blocks import ImportBlock, import_blocks, imported

BLOCKS = (
    ImportBlock("sluice_x.one", "a/b"),
    ImportBlock("sluice_x.two", "$${c}"),
    ImportBlock("sluice_y.three", '{"name": 1}'),
)
NOT_THERE = (
    'While attempting to import an existing object to "sluice_x.one", the provider detected that no object exists with '
    "the given id."
)


@pytest.mark.parametrize(
    ("summary", "detail", "address"),
    [
        ("Cannot import non-existent remote object", NOT_THERE, "sluice_x.one"),
        ("No target", "The configuration for the given import target sluice_z.a-b does not exist.", "sluice_z.a-b"),
        ("'a/b' is no import id of sluice_x", "It must be <name>.", "sluice_x.one"),
        ("'${c}' is no import id of sluice_x", "It must be <name>.", "sluice_x.two"),
        ("'${d}' is no import id of sluice_x", "It must be <name>.", ""),
        ("the import id of sluice_y lacks b", "It must be an object.", "sluice_y.three"),
        ("'a/b' is no import id of sluice_z", "It must be <name>.", ""),
        ("Something else", "In sluice_x.one.", ""),
    ],
)
def test_the_resource_is_found_by_what_is_told(summary: str, detail: str, address: str) -> None:
    assert imported(summary, detail, BLOCKS) == address


def test_the_imports_are_those_of_the_stack(tmp_path: Path) -> None:
    assert import_blocks(tmp_path) == ()
    (tmp_path / "cdk.tf.json").write_text(json.dumps({"import": [{"to": "sluice_x.one", "id": "a/b"}]}))
    assert import_blocks(tmp_path) == (ImportBlock("sluice_x.one", "a/b"),)
    for broken in ("{", "[]", '{"import": [{"to": 1}]}'):
        (tmp_path / "cdk.tf.json").write_text(broken)
        assert import_blocks(tmp_path) == ()
