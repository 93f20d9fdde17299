"""What was measured as a page of the documentation, with a chart."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

from tests.benchmarks.beside.contestants import Contestant
from tests.benchmarks.beside.rounds import APPLY, NO_OP, STEPS, Measured

DOCS = Path(__file__).parents[3] / "docs"
CHART = "performance.svg"

BEGINNING = """# Performance

How Sluice does beside Terraform alone and beside providers written in Go, on one server that answers at once or after
some time. This page is written by `make bench`; nothing in it is asserted by a test, since a busy machine makes every
figure larger.

<!-- not run: it takes half an hour a round, and writes this page -->
```sh
make bench SIZES=10,100,1000 LATENCIES=0,50 ROUNDS=3
```

The other providers take part when their executables are named: `SLUICE_BENCH_KAFKA_CONNECT` for Mongey's kafka-connect,
`SLUICE_BENCH_RESTAPI` for Mastercard's restapi, `SLUICE_BENCH_BARE` for the least that a provider in Go can do, which
`go build` makes in `tests/benchmarks/beside/bare`: a request an operation, two attributes an object. Streamkap's own,
which has a resource for each kind of source, is not among them: the server would have to be Streamkap's API.
"""

BUSY = """
Other work kept it far busier than what was measured did, so times say little, and processor time is more than it would
be on an idle machine: measure again before you quote anything but calls and memory."""

MEANING = """
## What the figures mean

- *CPU* is processor time of Terraform and of all providers that it started, in seconds. It depends on other work of the
  machine less than time does, but it does depend on it: compare what stands in one table.
- *Time* is what a user waits, in seconds.
- *Memory* is the most that one provider process held, in megabytes.
- *Calls* are the requests that the server got.
- *start* is `terraform providers schema`: Terraform, and one start of the provider. A plan has three, by `sluice` one.
- *first apply* makes all objects, *plan without changes* reads and compares them, *plan of one change* has one that
  differs, and *destroy* deletes all.
- Terraform alone holds the same in `terraform_data`, without provider and server: the floor under all others.
- The state is in a backend (`http`), as that of a team is, on a server that answers at once. *State in a file*: without
  a backend Terraform writes the whole state to its file after each object, so that an apply of many objects costs the
  square of their number, whoever provides them.
- Sluice ran as its wheel installs it. With few objects the starts are most of what it costs, since Python starts slower
  than Go; with many, calls and objects are.
- Everybody ran with ten operations at once, Terraform's default, and with Go's own habit of collecting garbage, but for
  what ran *by `sluice`*: as its commands run Terraform on a stack that has no provider but ours. There, 32 operations
  run at once, the core collects garbage less often and holds up to twice as much memory
  ([what a plan costs](design/cost-of-a-plan.md)), and the provider starts once
  ([one provider process](design/one-provider-process.md)). Its first apply and destroy are a plan that is kept and then
  applied; the Python that starts Terraform counts.
"""


def write(
    contestants: Sequence[Contestant], measured: Sequence[Measured], rounds: int, load: tuple[float, float]
) -> None:
    """Write page and chart into ``docs``.

    Args:
        rounds: of which these are the medians.
        load: of the machine, before and after.
    """
    _draw(contestants, measured)
    (DOCS / "performance.md").write_text("\n".join(_lines(contestants, measured, rounds, load)) + "\n")


def _lines(
    contestants: Sequence[Contestant], measured: Sequence[Measured], rounds: int, load: tuple[float, float]
) -> Iterator[str]:
    yield BEGINNING
    absent = [f"{it.name} (`{it.variable}`)" for it in contestants if not it.executable]
    if absent:
        yield f"Not measured this time, for want of an executable: {', '.join(absent)}.\n"
    yield (
        f"{datetime.now(UTC):%B %Y}; {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"{'one round' if rounds == 1 else f'medians of {rounds} alternating rounds'}; the machine's load was "
        f"{load[0]:.0f} at the beginning and {load[1]:.0f} at the end."
        f"{BUSY if max(load) > 2 * (os.cpu_count() or 1) else ''}"
    )
    yield f"\n![Processor time and time of a plan without changes and of a first apply]({CHART})"
    yield MEANING.rstrip()
    for latency in sorted({it.latency for it in measured}):
        for step in STEPS:
            yield f"\n## {step[0].upper()}{step[1:]}, answers after {latency} ms\n"
            yield "| Objects | Provider | CPU | Time | Memory | Calls |"
            yield "| --- | --- | --- | --- | --- | --- |"
            for it in measured:
                if (it.latency, it.step) == (latency, step):
                    cost = it.cost
                    memory = f"{cost.memory:.0f}" if cost.memory else "-"
                    row = [str(it.size), it.contestant, f"{cost.cpu:.2f}", f"{cost.seconds:.1f}", memory, str(it.calls)]
                    yield f"| {' | '.join(row)} |"


def _draw(contestants: Sequence[Contestant], measured: Sequence[Measured]) -> None:
    """Four pictures: two steps, each by processor time where answers come at once and by time where they do not."""
    latencies = sorted({it.latency for it in measured})
    mpl.rcParams["svg.hashsalt"] = "sluice"
    figure, axes = pyplot.subplots(2, 2, figsize=(10, 7), layout="constrained")
    for row, step in zip(axes, (NO_OP, APPLY), strict=True):
        for axis, latency, what in zip(row, (latencies[0], latencies[-1]), ("CPU", "time"), strict=True):
            for contestant in contestants:
                seen = [
                    (it.size, it.cost.cpu if what == "CPU" else it.cost.seconds)
                    for it in measured
                    if (it.contestant, it.step, it.latency) == (contestant.name, step, latency)
                ]
                if seen:
                    label = contestant.name.replace("`", "")
                    line = "o:" if contestant.in_file else "o-"
                    axis.plot(*zip(*seen, strict=True), line, color=contestant.colour, label=label)
            axis.set(xscale="log", yscale="log", xlabel="objects", ylabel=f"{what}, s")
            axis.set_title(f"{step}, answers after {latency} ms")
            axis.set_xticks(sorted({it.size for it in measured}))
            axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            for scale in (axis.xaxis, axis.yaxis):
                scale.set_major_formatter(StrMethodFormatter("{x:g}"))
                scale.set_minor_formatter(NullFormatter())
            axis.grid(alpha=0.3)
    figure.legend(*axes[0][0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    figure.savefig(DOCS / CHART, metadata={"Date": None})
