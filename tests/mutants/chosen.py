"""Which tests try a mutant, and in which order: most changes are noticed by the tests nearest to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

from tests.mutants.made import Mutant
from tests.mutants.reach import Known


class Chosen:
    """Chooses tests.

    Args:
        known: which there are.
        seconds: how long those of one mutant may take; the first may take longer. What is called everywhere is reached
            by thousands.
    """

    def __init__(self, known: Known, seconds: float) -> None:
        self._known = known
        self._seconds = seconds
        self._by_function = {function: _mixed(tests) for function, tests in known.by_function().items()}

    def tests(self, mutant: Mutant) -> list[str]:
        """Those that reach the function: of the file with its name first, then the narrowest and some of every file."""
        near = f"/test_{mutant.file.stem}.py::"
        tests = sorted(self._by_function.get(mutant.function, ()), key=lambda test: near not in test)
        ends = accumulate(self._known[test].seconds for test in tests)
        return [test for test, end in zip(tests, ends, strict=True) if end <= self._seconds] or tests[:1]


def _mixed(tests: Sequence[str]) -> list[str]:
    """As many in their order, in which those that reach the least come first, as in turns of their files."""
    return list(dict.fromkeys(chain.from_iterable(zip(tests, _in_turns(tests), strict=True))))


def _in_turns(tests: Iterable[str]) -> list[str]:
    """The first of each file, then the second of each, and so on."""
    files, turns = Counter[str](), dict[str, int]()
    for test in tests:
        file, _, _ = test.partition("::")
        files[file] += 1
        turns[test] = files[file]
    return sorted(turns, key=lambda test: turns[test])
