"""Which mutants `make mutants` tries: all of them, or a sample that is the same for the same code, size and seed."""

from __future__ import annotations

import random
import sys
from itertools import pairwise
from pathlib import Path

from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants
from mutmut.mutation.data import SourceFileMutationData
from mutmut.utils.file_utils import walk_mutatable_files

SKIPPED = 34  # mutmut's code for it: such a mutant has its result, and is not tried


def sample(names: list[str], size: int, seed: int) -> set[str]:
    """Takes one name at random out of each stretch of the list, so that each file has its share.

    Args:
        names: All of them, those of one file one after the other.
        size: How many to take.
        seed: What makes the choice the same again.
    """
    chance = random.Random(seed)
    size = min(size, len(names))
    starts = [len(names) * number // size for number in range(size + 1)]
    return {names[chance.randrange(start, end)] for start, end in pairwise(starts)}


def choose(size: int | None, seed: int) -> None:
    """Makes the mutants and marks those that are not of the sample as skipped; what was tried keeps its result.

    Args:
        size: How many to try; all of them without it.
        seed: Which ones.
    """
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    create_mutants(max_children=2)
    files = [SourceFileMutationData(path=path) for path in sorted(walk_mutatable_files())]
    for file in files:
        file.load()
    names = [name for file in files for name in file.exit_code_by_key]
    chosen = sample(names, size, seed) if size else set(names)
    for file in files:
        for name, result in file.exit_code_by_key.items():
            if name not in chosen:
                file.exit_code_by_key[name] = SKIPPED
            elif result == SKIPPED:
                file.exit_code_by_key[name] = None
        file.save()


if __name__ == "__main__":
    choose(int(sys.argv[1]) if len(sys.argv) > 1 else None, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
