"""Tries mutants in forks of a pytest that has collected the tests once."""

from __future__ import annotations

import gc
import json
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from mutmut.configuration import config

from tests.mutants import switch
from tests.mutants.chosen import Chosen
from tests.mutants.forks import Ended, Job, in_forks
from tests.mutants.made import COPY, Mutant
from tests.mutants.reach import Known, Reach
from tests.mutants.results import Result, Results
from tests.mutants.said import say

PASSED = 10
"""The exit code of a fork whose tests have all passed: a mutant that ends the process is noticed, whatever it says."""

LATE = (-signal.SIGPROF, -signal.SIGALRM)
"""Those of a fork of which a test has taken too long."""

ALONE = 120.0
"""How many seconds a test may take when it is run to see what it reaches."""


class Trial:
    """The plugin that does it instead of running the tests.

    Args:
        mutants: those to try.
        known: what the tests reach; is brought up to date first.
        results: where the results go.
        workers: how many are tried side by side.
        seconds: how long the tests of one mutant may take.
    """

    def __init__(self, mutants: Sequence[Mutant], known: Known, results: Results, workers: int, seconds: float) -> None:
        self._mutants = mutants
        self._known = known
        self._results = results
        self._workers = workers
        self._seconds = seconds
        self._failure = ""

    def run(self) -> None:
        """Collects the tests and does all."""
        switch.install()
        selection = config().pytest_add_cli_args_test_selection
        quiet = ["-qq", "-s", "-p", "no:cacheprovider", "-p", "no:randomly", "--tb=line"]
        # The tests are those of the working copy, and what they import is the copy with the mutants.
        code = pytest.main([*quiet, "-o", f"pythonpath={COPY} .", *selection], plugins=[self])
        if code:
            raise SystemExit(code)

    def pytest_collection(self) -> None:
        from hypothesis import HealthCheck, Phase, settings  # pytest rewrites it, before it is imported

        # The same examples for each mutant, and none that one leaves for others. What fails need not be made small.
        settings.register_profile(
            "mutants",
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=[HealthCheck.too_slow],
        )
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self._failure:
            self._failure = (report.longreprtext.splitlines() or ["it failed"])[-1]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted(f"{session.testsfailed} errors while collecting")
        if threading.active_count() > 1:
            raise session.Interrupted("threads are running, which a fork would not have")
        gc.collect()
        gc.freeze()  # so that a fork shares the memory for longer
        items = {item.nodeid: item for item in session.items}
        self._see(session, items)
        self._try(session, items)
        return True

    def _see(self, session: pytest.Session, items: dict[str, pytest.Item]) -> None:
        missing = self._known.missing(items)
        if missing:
            say(f"\nseeing what {len(missing)} tests reach")

        def seeing(test: str) -> Callable[[Path], int]:
            def see(folder: Path) -> int:
                start = time.process_time()
                with switch.called() as functions:
                    passes = self._run(session, [(items[test], ALONE)])
                failure = "" if passes else self._failure
                seen = (sorted(functions), round(time.process_time() - start, 4), failure)
                (folder / "seen.json").write_text(json.dumps(seen))
                return 0

            return see

        try:
            for ended in in_forks((Job(test, seeing(test)) for test in missing), self._workers):
                self._known.keep(ended.name, _seen(ended))
        finally:
            self._known.save()
        for test in items:
            if failure := self._known[test].failure:
                say(f"left out: {test}: {failure}")

    def _try(self, session: pytest.Session, items: dict[str, pytest.Item]) -> None:
        by_name = {mutant.name: mutant for mutant in self._mutants}
        chosen = Chosen(self._known, self._seconds)

        def jobs() -> Iterator[Job]:
            for mutant in self._mutants:
                if tests := chosen.tests(mutant):
                    yield Job(mutant.name, trying(mutant, tests))

        def trying(mutant: Mutant, tests: Sequence[str]) -> Callable[[Path], int]:
            def attempt(_folder: Path) -> int:
                switch.turn_on(mutant.name)
                limits = [(items[test], self._limit(test)) for test in tests]
                return PASSED if self._run(session, limits) else 1

            return attempt

        for ended in in_forks(jobs(), self._workers):
            result = _result(ended)
            self._results.add(by_name[ended.name], result)
            if result != "noticed":
                say(f"{ended.name}: {result}")

    def _limit(self, test: str) -> float:
        return self._known[test].seconds * config().timeout_multiplier + config().timeout_constant

    @staticmethod
    def _run(session: pytest.Session, items: Sequence[tuple[pytest.Item, float]]) -> bool:
        """Whether these pass; those after one that fails are not run. A test that takes too long ends the process.

        On a busy machine, failing once says nothing, and only the time of the processor that a test takes says much.
        """

        def fails(item: pytest.Item, limit: float, after: pytest.Item | None) -> bool:
            before = session.testsfailed
            signal.setitimer(signal.ITIMER_PROF, limit)
            signal.setitimer(signal.ITIMER_REAL, 10 * limit)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            return session.testsfailed > before

        following = [*(item for item, _ in items[1:]), None]
        return not any(
            fails(item, limit, after) and fails(item, limit, after)
            for (item, limit), after in zip(items, following, strict=True)
        )


def _seen(ended: Ended) -> Reach:
    try:
        functions, seconds, failure = json.loads((ended.folder / "seen.json").read_text())
    except FileNotFoundError:
        return Reach(frozenset(), 0, "it ran out of time" if ended.code in LATE else "it ended the process")
    return Reach(frozenset(functions), seconds, failure)


def _result(ended: Ended) -> Result:
    if ended.code in LATE:
        return "timeout"
    return "survived" if ended.code == PASSED else "noticed"
