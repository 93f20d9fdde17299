"""Addresses are mapped to the constructs that made the resources."""

from __future__ import annotations

import json
from pathlib import Path

from provider_lib.engine.construct_paths import construct_paths, moved_to


def test_resources_and_data_sources_get_their_construct_paths(tmp_path: Path) -> None:
    def made(path: str) -> dict[str, object]:
        return {"//": {"metadata": {"path": path}}}

    stack = {
        "resource": {"a_b": {"one": made("dev/one"), "by_hand": {}}, "c_d": {"two": made("dev/group/two")}},
        "data": {"a_b": {"three": made("dev/three")}},
    }
    (tmp_path / "cdk.tf.json").write_text(json.dumps(stack))
    assert construct_paths(tmp_path) == {
        "a_b.one": "dev/one",
        "c_d.two": "dev/group/two",
        "data.a_b.three": "dev/three",
    }


def test_a_folder_that_is_not_synthesized_has_none(tmp_path: Path) -> None:
    assert construct_paths(tmp_path) == {}


def test_what_is_moved_is_known_by_where_it_goes(tmp_path: Path) -> None:
    assert moved_to(tmp_path) == {}
    for blocks, found in (([{"from": "a.old", "to": "a.new"}], {"a.new": "a.old"}), ("strange", {}), (["strange"], {})):
        (tmp_path / "cdk.tf.json").write_text(json.dumps({"moved": blocks}))
        assert moved_to(tmp_path) == found
