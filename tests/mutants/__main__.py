"""``make mutants MUTANTS="provider_lib.rest.json.*"``: makes the mutants, tries them, and says what came of it."""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import pairwise

from tests.mutants.made import Mutant, made, make, refused
from tests.mutants.reach import Known
from tests.mutants.results import Results
from tests.mutants.said import say, say_outcome
from tests.mutants.trial import Trial


def main(arguments: Sequence[str] | None = None) -> None:
    """Try what has no result yet, and say what became of all that are named."""
    options = _parse(arguments)
    if not options.show:
        say("making the mutants that are not made, and asking the type checker for them")
        make()
    mutants = made()
    wrong, results = refused(mutants), Results()
    known = Known(mutant.function for mutant in mutants)
    named = [mutant for mutant in mutants if any(fnmatchcase(mutant.name, glob) for glob in options.mutants)]
    if not named:
        raise SystemExit(f"No mutant has a name like {' or '.join(options.mutants)}; one of them is {mutants[0].name}.")
    if options.sample:
        named = sample(named, options.sample, options.seed)
    if not options.show:
        open_ones = {None, "survived", "timeout"} if options.again else {None}
        to_try = [mutant for mutant in named if mutant.name not in wrong and results[mutant] in open_ones]
        Trial(to_try, known, results, options.workers, options.seconds).run()
    reached = known.by_function()

    def outcome(mutant: Mutant) -> str:
        if mutant.name in wrong:
            return "refused"
        return results[mutant] or ("untried" if mutant.function in reached else "unreached")

    say_outcome({mutant: outcome(mutant) for mutant in named})


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.mutants", description=__doc__)
    parser.add_argument("mutants", nargs="*", default=["*"], help="which ones, as patterns of their names")
    parser.add_argument("--sample", type=int, help="only so many, some of every file")
    parser.add_argument("--seed", type=int, default=1, help="which ones those are")
    parser.add_argument("--again", action="store_true", help="also those that have survived or run out of time before")
    parser.add_argument("--show", action="store_true", help="try none, say what is known")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 1) // 2), help="side by side")
    parser.add_argument("--seconds", type=float, default=20, help="how long the tests of one mutant may take")
    return parser.parse_args(arguments)


def sample(mutants: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """Takes one at random out of each stretch of the list, so that each file has its share.

    Args:
        mutants: All of them, those of one file one after the other.
        size: How many to take.
        seed: What makes the choice the same again.
    """
    chance = random.Random(seed)
    size = min(size, len(mutants))
    starts = [len(mutants) * number // size for number in range(size + 1)]
    return [mutants[chance.randrange(start, end)] for start, end in pairwise(starts)]


if __name__ == "__main__":
    main()
