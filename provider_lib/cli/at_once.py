"""Several stacks at once, each after those it depends on."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, TypeVar

import typer

from provider_lib.engine.app import Stack
from provider_lib.engine.ending import Ending
from provider_lib.engine.schedule import Done, work_through
from provider_lib.engine.terraform import Engine
from provider_lib.errors import Cancelled, EngineError, SluiceError

MOST = 8
"""Stacks at once unless told otherwise: on a large machine the vendors' APIs are what is short."""

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, metavar="N", help=f"Stacks at once (as many as cores by default, 2 to {MOST})."
    ),
]

Result = TypeVar("Result")


def at_once(
    engine: Engine,
    stacks: Sequence[Stack],
    do: Callable[[Engine, Stack], Result],
    undone: str,
    *,
    jobs: int | None,
    graph: Mapping[str, Collection[str]] | None = None,
    results: dict[str, Result] | None = None,
) -> list[Result]:
    """Do something with each stack; what fails stops what depends on it, and is told when the rest is done.

    Args:
        engine: runs Terraform; each stack gets it with the interrupts of all.
        stacks: in the order of what is returned and told.
        do: what, in a thread of its own.
        undone: what those are that were not begun: "Not deployed".
        jobs: how many at once; None leaves it to the machine.
        graph: name -> the stacks to be done before it; None when none needs to wait for another.
        results: takes what there is to tell also when others fail.

    Returns:
        What ``do`` gave for each.

    Raises:
        SluiceError: says of each stack that failed why, and which ones were not begun.
    """
    by_name = {stack.name: stack for stack in stacks}
    found = {} if results is None else results
    with Ending().hearing() as ending:
        hearing = replace(engine, ending=ending)

        def one(name: str) -> None:
            found[name] = do(hearing, by_name[name])

        before = dict.fromkeys(by_name, ()) if graph is None else {name: graph[name] for name in by_name}
        done = work_through(before, one, jobs or _sensible(), lambda: not ending.reached)
    if error := _told(done, undone):
        raise error
    return [found[name] for name in by_name]


def _sensible() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, min(cores, MOST))


def _told(done: Done, undone: str) -> SluiceError | None:
    """One error for all that failed; those that failed alike are told together."""
    rest = f"{undone}: {', '.join(done.left)}" if done.left else ""
    alike: dict[tuple[str, str], list[str]] = {}
    for name, error in done.failed.items():
        alike.setdefault((error.summary, error.detail), []).append(name)
    match list(alike.items()):
        case []:
            return Cancelled("Interrupted", rest) if rest else None
        case [((summary, detail), names)]:
            error = done.failed[names[0]]
            return error.but(summary=f"{', '.join(names)}: {summary}", detail=f"{detail}\n\n{rest}".strip())
    kind = Cancelled if all(isinstance(error, Cancelled) for error in done.failed.values()) else EngineError
    told = [f"{', '.join(names)}: {summary}\n{detail}".rstrip() for (summary, detail), names in alike.items()]
    return kind(f"{len(done.failed)} stacks failed: {', '.join(done.failed)}", "\n\n".join([*told, rest]).rstrip())
