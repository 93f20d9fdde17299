"""Does what depends on each other, as much of it at once as may be; knows nothing of stacks, threads or Terraform.

What fails stops only what depends on it, and the rest is done: nobody can tell what a half of a change is good for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from provider_lib.errors import SluiceError


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a graph.

    Args:
        failed: what failed -> why, in the order of the graph.
        left: what was not begun, in that order: what it depends on failed, or nothing more was to begin.
    """

    failed: Mapping[str, SluiceError] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def work_through(
    graph: Mapping[str, Collection[str]],
    do: Callable[[str], None],
    jobs: int,
    may_begin: Callable[[], bool] = lambda: True,
) -> Done:
    """Do everything in a graph, each after what it depends on.

    Args:
        graph: name -> what is to be done before it; what is not itself in the graph counts as done.
        do: what, in a thread of its own; what it raises stops all that depends on it.
        jobs: how many at once, at most.
        may_begin: whether anything more may begin; asked before each.

    Raises:
        Exception: what ``do`` raised and is no error of Sluice's, as soon as nothing runs any more.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, before in graph.items():
        sorter.add(name, *(other for other in before if other in graph))
    sorter.prepare()
    ready: list[str] = []
    running: dict[Future[None], str] = {}
    begun: set[str] = set()
    failed: dict[str, SluiceError] = {}
    order = {name: place for place, name in enumerate(graph)}
    with ThreadPoolExecutor(jobs) as pool:
        while True:
            ready = sorted([*ready, *sorter.get_ready()], key=order.__getitem__)
            while ready and len(running) < jobs and may_begin():
                name = ready.pop(0)
                begun.add(name)
                running[pool.submit(do, name)] = name
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(future)
                try:
                    future.result()
                except SluiceError as error:
                    failed[name] = error
                else:
                    sorter.done(name)
    return Done(
        {name: failed[name] for name in graph if name in failed}, tuple(name for name in graph if name not in begun)
    )


def reversed_graph(graph: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The same, with everything before what it depended on: the order in which to take away what was made."""
    return {name: [other for other, before in graph.items() if name in before] for name in reversed(list(graph))}
