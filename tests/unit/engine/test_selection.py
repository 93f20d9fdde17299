"""Stacks are chosen by name or glob, and come in the order of their dependencies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from provider_lib.engine.app import Stack
from provider_lib.engine.selection import check_complete, graph_of, select
from provider_lib.errors import ConfigError


def stack(name: str, *dependencies: str) -> Stack:
    return Stack(name, Path(name), dependencies)


STACKS = [stack("prod-connectors", "prod-platform"), stack("dev"), stack("prod-platform")]


def names(stacks: Sequence[Stack]) -> list[str]:
    return [item.name for item in stacks]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*"], ["dev", "prod-platform", "prod-connectors"]),
        (["prod-*"], ["prod-platform", "prod-connectors"]),
        (["prod-connectors", "dev"], ["dev", "prod-connectors"]),
        ([], ["dev", "prod-platform", "prod-connectors"]),
    ],
)
def test_what_matches_comes_in_deploy_order(patterns: list[str], expected: list[str]) -> None:
    assert names(select(STACKS, patterns, all_by_default=True)) == expected


def test_the_only_stack_need_not_be_named() -> None:
    assert names(select([stack("dev")], [], all_by_default=False)) == ["dev"]


def test_several_stacks_must_be_named_where_it_matters() -> None:
    with pytest.raises(ConfigError) as caught:
        select(STACKS, [], all_by_default=False)
    assert str(caught.value) == (
        "The app has several stacks: say which\n"
        "Give names or globs ('*' for all) out of: prod-connectors, dev, prod-platform."
    )


def test_a_name_that_matches_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="No stack matches 'stage'") as caught:
        select(STACKS, ["dev", "stage"], all_by_default=True)
    assert caught.value.detail == "The app has: prod-connectors, dev, prod-platform."


def test_a_stack_is_not_deployed_without_what_it_needs() -> None:
    with pytest.raises(ConfigError, match="have to be deployed before are left out: prod-platform"):
        check_complete([STACKS[0]], STACKS, destroying=False)
    check_complete([STACKS[0], STACKS[2]], STACKS, destroying=False)


def test_a_stack_is_not_destroyed_under_what_needs_it() -> None:
    with pytest.raises(ConfigError, match="depend on what would be destroyed are left out: prod-connectors"):
        check_complete([STACKS[2]], STACKS, destroying=True)
    check_complete([STACKS[0]], STACKS, destroying=True)


def test_a_stack_waits_also_for_one_that_it_needs_through_another_that_is_left_out() -> None:
    stacks = [stack("c", "b"), stack("b", "a"), stack("a"), stack("d", "elsewhere")]
    chosen = select(stacks, ["a", "c", "d"], all_by_default=True)
    assert graph_of(chosen, stacks) == {"a": [], "d": [], "c": ["a"]}
