"""Synthesizing a stack of 1000 connectors, from the start of Python to the file on disk."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.figure import Figure
from tests.benchmarks.process import environment, run

CONNECTORS = 1000
RUNS = 3
BUDGET = 5.0
"""Seconds."""

ROOT = Path(__file__).parents[2]


def measure() -> Iterator[Figure]:
    """The whole program, Node.js included."""
    command = [sys.executable, "-m", "tests.benchmarks.synth_app", str(CONNECTORS)]
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(PYTHONPATH=str(ROOT))
        costs = [run(command, environ, Path(folder)) for _ in range(RUNS)]
        size = sum(path.stat().st_size for path in Path(folder).rglob("cdk.tf.json"))
    yield Figure(
        f"synth of {CONNECTORS} connectors",
        median(cost.seconds for cost in costs),
        BUDGET,
        "s",
        made_of=f"{median(cost.cpu for cost in costs):.2f} s of CPU, {size / 1e6:.1f} MB; median of {RUNS} runs",
    )
