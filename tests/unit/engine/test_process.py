"""Several processes at once, and the interrupts of the command that runs them."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from provider_lib.engine.ending import Ending
from provider_lib.engine.process import Finished, run
from tests.until import PATIENCE

SCRIPT = "trap 'kill $!; echo ended; exit 3' INT; sleep 60 >&- 2>&- & echo ready; wait"


def test_one_interrupt_asks_all_that_run_to_end_and_nothing_begins_after_it(tmp_path: Path) -> None:
    ready = Barrier(3)
    said = list[str]()

    def heard(line: str) -> None:
        said.append(line)
        if line == "ready\n":
            ready.wait(PATIENCE)

    def work(ending: Ending) -> Finished:
        return run(["sh", "-c", SCRIPT], tmp_path, os.environ, heard, ending=ending)

    with Ending().hearing() as ending, ThreadPoolExecutor() as pool:
        running = [pool.submit(work, ending) for _ in range(2)]
        ready.wait(PATIENCE)
        os.kill(os.getpid(), signal.SIGINT)
        assert [one.result() for one in running] == [Finished(3, "", "", 1)] * 2
        assert sorted(said) == ["ended\n", "ended\n", "ready\n", "ready\n"]
        assert work(ending) == Finished(-signal.SIGINT, "", "", 1)
        assert len(said) == 4
