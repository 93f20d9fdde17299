"""What is made of a failure depends on its trace, on how often it was restarted, and on nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_lib.fleet import Status, Task
from provider_lib.fleet.causes import judge
from provider_lib.fleet.healing import Count, Finding, Limits, Word, decide, key_of
from provider_lib.systems.connector_failures import CAUSES

PASSING = "java.net.ConnectException: Connection refused\n\tat java.net.Socket.connect(Socket.java:633)"
LASTING = 'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "connect"'
LIMITS = Limits(restarts=3, pause=60, longest_pause=100, quiet=1000)


def failed(*traces: str | None) -> Status:
    tasks = tuple(Task(id=str(number), state="FAILED", failed=True, trace=trace) for number, trace in enumerate(traces))
    cause, _ = judge([trace for trace in traces if trace], CAUSES)
    return status("failed", tasks=tasks, cause=cause)


def status(verdict: str, **more: object) -> Status:
    known = {"stack": "prod", "address": "a.sink", "system": "kafka_connect", "kind": "connector", "name": "sink"}
    return Status(**known, verdict=verdict, desired="running", **more)  # type: ignore[arg-type]


def decided(found: Status, count: Count, now: float = 5000.0) -> Finding:
    [finding] = decide([found], {key_of(found): count}, LIMITS, now)
    return finding


def test_a_first_failure_that_passes_is_restarted_at_once() -> None:
    finding = decided(failed(PASSING), Count())
    assert (finding.word, finding.is_new, finding.count) == ("restart", True, Count(1, 5000, "restart"))


@pytest.mark.parametrize(
    ("restarts", "since", "word"),
    [(1, 59, "waiting"), (1, 60, "restart"), (2, 99, "waiting"), (2, 100, "restart"), (1, -10, "waiting")],
)
def test_the_pauses_grow_to_the_longest(restarts: int, since: float, word: str) -> None:
    finding = decided(failed(PASSING), Count(restarts, 5000 - since, "restart"))
    assert (finding.word, finding.is_new) == (word, word == "restart")


def test_a_clock_that_was_set_back_costs_one_pause() -> None:
    first = decided(failed(PASSING), Count(1, 9_000_000, "restart"), now=5000)
    assert (first.word, first.count) == ("waiting", Count(1, 5000, "restart"))
    assert decided(failed(PASSING), first.count, now=5060).word == "restart"
    well = decided(status("well"), Count(3, 9_000_000, "restart"), now=5000)
    assert well.count == Count(3, 5000, "well"), "which still counts until it was quiet"


def test_after_the_last_restart_it_is_given_up_and_that_is_told_once() -> None:
    first = decided(failed(PASSING), Count(3, 0, "restart"))
    assert (first.word, first.is_new, first.count) == ("given up", True, Count(3, 0, "given up"))
    again = decided(failed(PASSING), first.count)
    assert (again.word, again.is_new) == ("given up", False)


def test_what_lasts_is_told_once_and_never_restarted() -> None:
    first = decided(failed(LASTING), Count())
    assert (first.word, first.is_new, first.count) == ("lasting", True, Count(told="lasting"))
    assert not decided(failed(LASTING), first.count).is_new


@pytest.mark.parametrize("traces", [(PASSING, LASTING), (LASTING, PASSING)])
def test_one_task_that_cannot_be_healed_keeps_the_others_from_a_restart(traces: tuple[str, str]) -> None:
    assert decided(failed(*traces), Count()).word == "lasting"


@pytest.mark.parametrize("traces", [("",), (None,), ("java.lang.NullPointerException",), (PASSING, "x.Y: z")])
def test_what_no_trace_tells_is_left_to_people(traces: tuple[str | None, ...]) -> None:
    assert decided(failed(*traces), Count()).word == "unknown"


@pytest.mark.parametrize(("before", "word"), [("restart", "restart"), ("well", "unknown"), ("unknown", "unknown")])
def test_what_cannot_start_again_for_other_words_than_before_still_passes(before: Word, word: str) -> None:
    assert decided(failed("java.lang.NullPointerException"), Count(1, 0, before)).word == word


def test_what_was_given_up_stays_so_whatever_its_next_trace_says() -> None:
    finding = decided(failed("java.lang.NullPointerException"), Count(3, 0, "given up"))
    assert (finding.word, finding.is_new) == ("given up", False)


def test_what_no_trace_tells_is_restarted_for_who_wants_that() -> None:
    [finding] = decide([failed("x.Y: z")], {}, Limits(restarts_unknown=True), 0)
    assert finding.word == "restart"


def test_what_is_well_again_is_told_once_and_counts_until_it_was_quiet() -> None:
    first = decided(status("well"), Count(2, 4500, "restart"))
    assert (first.word, first.is_new, first.count) == ("healed", True, Count(2, 4500, "well"))
    again = decided(status("well"), first.count)
    assert (again.word, again.is_new, again.count) == ("well", False, Count(2, 4500, "well"))
    assert decided(status("well"), first.count, now=5500).count == Count()


@pytest.mark.parametrize("verdict", ["down", "gone", "unreachable"])
def test_what_is_down_without_a_failure_is_told_and_not_touched(verdict: str) -> None:
    finding = decided(status(verdict), Count())
    assert (finding.word, finding.is_new) == ("down", True)


def test_what_runs_and_should_rest_is_not_touched() -> None:
    assert decided(status("astray"), Count()).word == "well"


def test_what_was_unread_for_once_is_not_said_to_be_healed() -> None:
    first = decided(status("unread", why="no answer"), Count())
    assert (first.word, first.is_new) == ("unread", True)
    assert not decided(status("unread", why="no answer"), first.count).is_new
    well = decided(status("well"), first.count)
    assert (well.word, well.count) == ("well", Count())


def test_what_was_said_before_it_was_unread_is_not_said_again() -> None:
    unread = decided(status("unread", why="no answer"), Count(told="lasting")).count
    assert not decided(failed(LASTING), unread).is_new
    assert decided(status("well"), unread).word == "healed"


CALM = st.tuples(st.sampled_from(["well", "down", "gone", "unreachable", "unread", "astray"]), st.none())
FAILS = st.tuples(st.just("failed"), st.sampled_from([PASSING, LASTING, "x.Y: z"]))
SIGHTS = st.lists(st.tuples(st.one_of(CALM, FAILS), st.integers(-5000, 5000)), max_size=60)


@given(SIGHTS)
def test_whatever_happens_only_what_passes_is_restarted_and_no_more_often_than_allowed(
    sights: list[tuple[tuple[str, str | None], int]],
) -> None:
    count, now, restarts = Count(), 5000.0, 0
    for (verdict, trace), passed in sights:
        now += passed
        finding = decided(failed(trace) if verdict == "failed" else status(verdict), count, now)
        if finding.word == "restart":
            restarts += 1
            assert (verdict, trace != LASTING) == ("failed", True)
            assert trace == PASSING or count.told == "restart"
        if finding.count.restarts == 0:
            assert restarts == 0 or finding.word in ("well", "healed"), "only what is well is quiet"
            restarts = 0
        assert finding.count.restarts == restarts <= LIMITS.restarts
        count = finding.count
