"""Which stacks a command is about, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from graphlib import TopologicalSorter

from provider_lib.engine.app import Stack
from provider_lib.errors import ConfigError


def select(stacks: Sequence[Stack], patterns: Sequence[str], *, all_by_default: bool) -> list[Stack]:
    """The stacks that match any of the patterns, in the order in which they are deployed.

    Args:
        stacks: of the app.
        patterns: names or globs; none means the only stack.
        all_by_default: with several stacks and no pattern take all, instead of asking for names as cdktf does.

    Raises:
        ConfigError: a pattern matches nothing, or there is a choice to make.
    """
    names = ", ".join(stack.name for stack in stacks)
    if not patterns and len(stacks) != 1 and not all_by_default:
        raise ConfigError(
            "The app has several stacks: say which", f"Give names or globs ('*' for all) out of: {names}."
        )
    for pattern in patterns:
        if not any(fnmatchcase(stack.name, pattern) for stack in stacks):
            raise ConfigError(f"No stack matches {pattern!r}", f"The app has: {names or 'no stacks'}.")
    chosen = {
        stack.name for stack in stacks if not patterns or any(fnmatchcase(stack.name, pattern) for pattern in patterns)
    }
    return [stack for stack in in_deploy_order(stacks) if stack.name in chosen]


def in_deploy_order(stacks: Sequence[Stack]) -> list[Stack]:
    """The stacks with every stack after those it depends on, else in the app's order."""
    by_name = {stack.name: stack for stack in stacks}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name in by_name:
        sorter.add(name)
    for stack in stacks:
        sorter.add(stack.name, *stack.dependencies)
    return [by_name[name] for name in sorter.static_order() if name in by_name]


def graph_of(chosen: Sequence[Stack], stacks: Sequence[Stack]) -> dict[str, list[str]]:
    """Each chosen stack -> the chosen ones to be deployed before it, also where one between them was left out.

    Args:
        chosen: in the order in which they are deployed.
        stacks: of the app.
    """
    before: dict[str, set[str]] = {}
    for stack in in_deploy_order(stacks):
        before[stack.name] = {name for other in stack.dependencies for name in (other, *before.get(other, ()))}
    return {stack.name: [it.name for it in chosen if it.name in before[stack.name]] for stack in chosen}


def check_complete(chosen: Sequence[Stack], stacks: Sequence[Stack], *, destroying: bool) -> None:
    """Refuse to deploy a stack without those it depends on, or to destroy one that others need.

    Raises:
        ConfigError: names the stacks that are left out.
    """
    names = {stack.name for stack in chosen}
    if destroying:
        left_out = {stack.name for stack in stacks if names.intersection(stack.dependencies)} - names
        relation = "depend on what would be destroyed"
    else:
        left_out = {name for stack in chosen for name in stack.dependencies} - names
        relation = "have to be deployed before"
    if left_out:
        raise ConfigError(
            f"Stacks that {relation} are left out: {', '.join(sorted(left_out))}",
            "Name them too, or go on without them with --ignore-missing-stack-dependencies.",
        )
