"""In which order, and how many at once, things are done that depend on each other."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Event, Lock

import pytest

from provider_lib.engine.schedule import Done, reversed_graph, work_through
from provider_lib.errors import EngineError
from tests.until import PATIENCE

CHAIN = {"a": [], "b": ["a"], "c": ["b"]}
WIDE: dict[str, list[str]] = {"a": [], "b": [], "c": []}
DIAMOND = {"top": [], "left": ["top"], "right": ["top"], "bottom": ["left", "right"]}


def refusing(*names: str) -> Callable[[str], None]:
    def do(name: str) -> None:
        if name in names:
            raise EngineError(f"{name} does not work")

    return do


def told(done: Done) -> tuple[dict[str, str], tuple[str, ...]]:
    return {name: error.summary for name, error in done.failed.items()}, done.left


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("graph", [CHAIN, DIAMOND, {"b": ["a", "elsewhere"], "a": []}])
def test_everything_is_done_once_and_after_what_it_depends_on(graph: dict[str, list[str]], jobs: int) -> None:
    order = list[str]()
    assert work_through(graph, order.append, jobs) == Done()
    assert sorted(order) == sorted(graph)
    assert all(order.index(name) > order.index(b) for name in graph for b in graph[name] if b in graph)


def test_what_does_not_depend_on_each_other_is_done_at_once() -> None:
    together = Barrier(3)
    assert work_through(WIDE, lambda _: together.wait(PATIENCE), 3) == Done()


def test_the_branches_of_a_diamond_are_done_at_once() -> None:
    together = Barrier(2)

    def do(name: str) -> None:
        if name in ("left", "right"):
            together.wait(PATIENCE)

    assert work_through(DIAMOND, do, 4) == Done()


def test_never_more_than_so_many_are_done_at_once() -> None:
    lock, running, most = Lock(), set[str](), list[int]()
    together = Barrier(2)

    def do(name: str) -> None:
        with lock:
            running.add(name)
            most.append(len(running))
        together.wait(PATIENCE)  # so that two at once are seen, and a third would be
        with lock:
            running.remove(name)

    assert work_through({name: [] for name in "abcdef"}, do, 2) == Done()
    assert max(most) == 2


def test_one_job_takes_them_in_the_order_of_the_graph() -> None:
    order = list[str]()
    graph = {"z": [], "b": ["z"], "a": []}
    work_through(graph, order.append, 1)
    assert order == ["z", "b", "a"]


def test_what_fails_stops_what_depends_on_it_and_nothing_else() -> None:
    done = work_through({**DIAMOND, "other": []}, refusing("left"), 2)
    assert told(done) == ({"left": "left does not work"}, ("bottom",))


def test_every_failure_is_told_in_the_order_of_the_graph_and_not_of_time() -> None:
    b_failed = Event()

    def do(name: str) -> None:
        if name == "b":
            b_failed.set()
        assert b_failed.wait(PATIENCE)
        raise EngineError(f"{name} does not work")

    done = work_through({"a": [], "b": [], "c": ["a"]}, do, 2)
    assert told(done) == ({"a": "a does not work", "b": "b does not work"}, ("c",))


def test_a_failure_while_others_work_does_not_end_them() -> None:
    failed, order = Event(), list[str]()

    def do(name: str) -> None:
        if name == "a":
            failed.set()
            raise EngineError("a does not work")
        assert failed.wait(PATIENCE)
        order.append(name)

    assert told(work_through(WIDE, do, 2)) == ({"a": "a does not work"}, ())
    assert order == ["b", "c"]


def test_after_an_interrupt_what_runs_ends_and_nothing_begins() -> None:
    interrupted, together, ended = Event(), Barrier(2), list[str]()

    def do(name: str) -> None:
        together.wait(PATIENCE)
        interrupted.set()
        ended.append(name)

    done = work_through({name: [] for name in "abcd"}, do, 2, lambda: not interrupted.is_set())
    assert (done, sorted(ended)) == (Done(left=("c", "d")), ["a", "b"])


def test_a_bug_is_raised_when_nothing_runs_any_more() -> None:
    raised, order = Event(), list[str]()

    def do(name: str) -> None:
        if name == "a":
            raised.set()
            raise ZeroDivisionError
        assert raised.wait(PATIENCE)
        order.append(name)

    with pytest.raises(ZeroDivisionError):
        work_through({"a": [], "b": []}, do, 2)
    assert order == ["b"]


def test_what_is_destroyed_goes_before_what_it_depends_on() -> None:
    assert reversed_graph(DIAMOND) == {
        "bottom": [],
        "right": ["bottom"],
        "left": ["bottom"],
        "top": ["left", "right"],
    }
    order = list[str]()
    work_through(reversed_graph(CHAIN), order.append, 3)
    assert order == ["c", "b", "a"]
