"""What a run says: what survived, as the change that no test has noticed, and the figures of each module."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping

from mutmut.mutation.diff_apply import get_diff_for_mutant

from tests.mutants.made import Mutant


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_outcome(outcome: Mapping[Mutant, str]) -> None:
    """Says what became of these mutants."""
    modules = defaultdict[str, Counter[str]](Counter)
    for mutant, result in outcome.items():
        modules[mutant.module][result] += 1
        if result in ("survived", "timeout"):
            changes = get_diff_for_mutant(mutant.name, path=mutant.file).splitlines()[2:]
            say("\n".join(("", f"{mutant.name}: {result}", *changes)))
    say("")
    for module, counts in sorted(modules.items()):
        say(f"{module}: {_figures(counts)}")
    say(f"all: {_figures(sum(modules.values(), Counter()))}")


def _figures(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {result}" for result, number in sorted(counts.items()))
