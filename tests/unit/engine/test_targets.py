"""A user names resources by construct or by address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_lib.engine.app import Stack
from provider_lib.engine.targets import narrowed
from provider_lib.engine.terraform import Options
from provider_lib.errors import ConfigError


def stack(folder: Path, name: str = "dev") -> Stack:
    """A stack with a construct that holds two resources, and one with a single one."""
    made = {"flows_sink_1A": "dev/flows/sink", "flows_source_2B": "dev/flows/source", "flowsy": "dev/flowsy"}
    resources = {"a_b": {key: {"//": {"metadata": {"path": path}}} for key, path in made.items()}}
    (folder / "cdk.tf.json").write_text(json.dumps({"resource": resources}))
    return Stack(name, folder)


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("dev/flowsy", ("a_b.flowsy",)),
        ("dev/flows", ("a_b.flows_sink_1A", "a_b.flows_source_2B")),
        ("a_b.flowsy", ("a_b.flowsy",)),
        ('a_b.flowsy["red"]', ('a_b.flowsy["red"]',)),
        ("module.m[0].a_b.gone", ("module.m[0].a_b.gone",)),
    ],
)
def test_a_name_stands_for_its_resources(tmp_path: Path, name: str, addresses: tuple[str, ...]) -> None:
    assert narrowed(Options(parallelism=1), [stack(tmp_path)], [name], []) == Options(parallelism=1, targets=addresses)
    assert narrowed(Options(), [stack(tmp_path)], [], [name]) == Options(replacements=addresses)


def test_a_name_that_nothing_has_is_not_taken_for_everything(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        narrowed(Options(), [stack(tmp_path)], ["dev/flow"], [])
    assert str(raised.value) == "No construct and no resource is 'dev/flow'\nDid you mean dev/flowsy?"


def test_several_stacks_are_too_many(tmp_path: Path) -> None:
    stacks = [stack(tmp_path), stack(tmp_path, "prod")]
    with pytest.raises(ConfigError, match="about one stack"):
        narrowed(Options(), stacks, ["dev/flows"], [])
    assert narrowed(Options(), stacks, [], []) == Options()
