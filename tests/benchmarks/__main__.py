"""``make bench``: every benchmark, one after the other."""

from __future__ import annotations

from tests.benchmarks import handshake, plan

for benchmark in (handshake, plan):
    print(benchmark.run())  # noqa: T201
