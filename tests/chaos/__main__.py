"""``make chaos N=200 SEED=1``: many runs, and what they come to."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from tests.chaos.faults import FAULTS
from tests.chaos.figures import Figures
from tests.chaos.life import Lived, Run, Shape, live
from tests.chaos.scene import Setting
from tests.postgres import postgres


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a campaign; 1 when anything was lost."""
    options = _parse(arguments)
    shape = Shape(1, 1, tuple(options.fault)) if options.brief else Shape(faults=tuple(options.fault))
    numbers = [options.only] if options.only is not None else list(range(options.first, options.first + options.runs))
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir="/tmp"))  # short: sockets lie below it
    figures, began = Figures(), time.monotonic()
    with _settings(options) as setting:
        runs = [Run(folder / str(number), options.seed, number, setting(), shape) for number in numbers]
        with suppress(KeyboardInterrupt):  # which ends it with the figures so far
            for lived in _lives(runs, options.processes):
                figures.add(lived.figures)
                if lived.figures.losses or options.only is not None:
                    _say(_told(lived, options, with_story=options.only is not None or options.verbose))
    _say(f"{figures}\n{time.monotonic() - began:.0f} seconds")
    shutil.rmtree(folder, ignore_errors=True)
    return int(bool(figures.losses))


@contextmanager
def _settings(options: argparse.Namespace) -> Iterator[Callable[[], Setting]]:
    """Gives what each run runs on: a database of its own, where the states are in one."""
    setting = Setting(options.engine, not options.broken)
    if options.backend == "local":
        yield lambda: setting
    else:
        with postgres() as server:
            yield lambda: replace(setting, database=server.database().environment)


def _lives(runs: Sequence[Run], processes: int) -> Iterator[Lived]:
    """The runs, as they end."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        begun = {pool.submit(live, run): run for run in runs}
        try:
            for done in as_completed(begun):
                if (failure := done.exception()) is not None:
                    number = begun[done].number
                    yield Lived(number, Figures(runs=1, unnamed_steps=1), f"the campaign itself failed: {failure!r}")
                else:
                    yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _told(lived: Lived, options: argparse.Namespace, *, with_story: bool) -> str:
    losses = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in lived.figures.losses.items())
    again = f"{sys.executable} -m tests.chaos --seed {options.seed} --only {lived.number}"
    again += "".join(f" {flag}" for flag, given in (("--brief", options.brief), ("--broken", options.broken)) if given)
    again += f" --engine {options.engine}" if options.engine != "embedded" else ""
    again += f" --backend {options.backend}" if options.backend != "local" else ""
    again += "".join(f" --fault '{name}'" for name in options.fault)
    story = f"{lived.story}\n" if with_story else ""
    return f"{story}run {lived.number} of seed {options.seed}: {losses or 'nothing lost'}\n  again: {again}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.chaos", description="Faults at random, and what they cost.")
    parser.add_argument("--runs", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=1, help="decides the stacks and the faults (1)")
    parser.add_argument("--first", type=int, default=0, help="number of the first run (0)")
    parser.add_argument("--only", type=int, help="this run alone, with its story")
    parser.add_argument("-n", dest="processes", type=int, default=2, help="runs at once (2)")
    parser.add_argument("--brief", action="store_true", help="one deploy with faults a run, as in CI")
    parser.add_argument("--engine", default="embedded", help="embedded, terraform, tofu or the path of one")
    parser.add_argument(
        "--backend", default="local", choices=("local", "pg"), help="where states are: a file, or PostgreSQL"
    )
    parser.add_argument("--broken", action="store_true", help="without the journal: there must be losses")
    parser.add_argument("--fault", action="append", default=[], choices=FAULTS, help="only this one; repeatable")
    parser.add_argument("--verbose", action="store_true", help="print the story of every run that lost something")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # what is started in the background ignores the first
        signal.signal(number, signal.default_int_handler)
    sys.exit(main())
