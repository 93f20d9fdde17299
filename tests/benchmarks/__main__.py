"""``make bench``: every benchmark, one after the other."""

from __future__ import annotations

from tests.benchmarks import handshake, plan, synth

for benchmark in (handshake, plan, synth):
    for figure in benchmark.measure():
        print(figure, flush=True)  # noqa: T201
