"""``python -m tests.benchmarks.beside SIZES LATENCIES ROUNDS`` writes docs/performance.md."""

from __future__ import annotations

import os
import sys

from tests.benchmarks.beside.contestants import contestants
from tests.benchmarks.beside.page import write
from tests.benchmarks.beside.rounds import measure

sizes, latencies = ([int(number) for number in words.split(",")] for words in sys.argv[1:3])
rounds = int(sys.argv[3])

everybody = contestants()
before = os.getloadavg()[0]
measured = list(measure([it for it in everybody if it.executable], sizes, latencies, rounds))
write(everybody, measured, rounds, (before, os.getloadavg()[0]))
