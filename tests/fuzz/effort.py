"""How long the fuzz tests go on, and from which seed: a few seconds as a part of all tests, longer by ``make fuzz``."""

from __future__ import annotations

import os
from random import Random

SEED = int(os.environ.get("FUZZ_SEED", "1"))


def cases(usual: int) -> int:
    """How many cases to try, where so many are usual."""
    return usual * int(os.environ.get("FUZZ_TIMES", "1"))


def dice(name: str) -> Random:
    """What chance decides, the same each time for one seed.

    Args:
        name: of the test.
    """
    return Random(f"{SEED} {name}")
