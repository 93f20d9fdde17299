"""Which functions each test reaches, kept in a file: tests that have not changed are not asked again."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.mutants.made import COPY

FILE = COPY / "reach.json"


@dataclass(frozen=True)
class Reach:
    """What one test does without a mutant.

    Attributes:
        functions: those that it calls, of the mutated ones.
        seconds: how long it takes, of a processor.
        failure: why it cannot be used, as it fails in the copy.
    """

    functions: frozenset[str]
    seconds: float
    failure: str = ""


class Known:
    """What is known of the tests.

    Args:
        functions: all mutated functions that there are.
    """

    def __init__(self, functions: Iterable[str]) -> None:
        modules = groupby(sorted(functions), key=_module)
        self._modules = {module: _hash("".join(dict.fromkeys(inside)).encode()) for module, inside in modules}
        self._reaches: dict[str, Reach] = {}
        self._keys: dict[str, str] = {}
        if FILE.exists():
            self._load(json.loads(FILE.read_text()))

    def _load(self, known: Mapping[str, Any]) -> None:
        names = known["functions"]
        for test, (key, numbers, seconds, failure) in known["tests"].items():
            self._reaches[test] = Reach(frozenset(names[number] for number in numbers), seconds, failure)
            self._keys[test] = key

    def save(self) -> None:
        names = sorted({name for reach in self._reaches.values() for name in reach.functions})
        numbers = {name: number for number, name in enumerate(names)}
        tests = {
            test: (self._keys[test], sorted(numbers[name] for name in reach.functions), reach.seconds, reach.failure)
            for test, reach in self._reaches.items()
        }
        FILE.write_text(json.dumps({"functions": names, "tests": tests}))

    def keep(self, test: str, reach: Reach) -> None:
        self._reaches[test], self._keys[test] = reach, self._key(test, reach)

    def __getitem__(self, test: str) -> Reach:
        return self._reaches[test]

    def missing(self, tests: Iterable[str]) -> list[str]:
        """Those that are new, or whose file has changed, or a module that they reach has other functions than then.

        What is known of these and of tests that are not named is forgotten.
        """
        known = {test: self._reaches[test] for test in tests if test in self._reaches}
        self._reaches = {
            test: reach
            for test, reach in known.items()
            if self._keys[test] == self._key(test, reach) and not reach.failure  # a failure may have been chance
        }
        return [test for test in tests if test not in self._reaches]

    def by_function(self) -> dict[str, list[str]]:
        """The tests that reach each function, without those that fail anyway, those that reach the least first."""
        found = defaultdict(list)
        for test, reach in sorted(self._reaches.items(), key=lambda known: len(known[1].functions)):
            for function in reach.functions if not reach.failure else ():
                found[function].append(test)
        return found

    def _key(self, test: str, reach: Reach) -> str:
        modules = sorted({_module(function) for function in reach.functions})
        parts = [_hash(_content(test.partition("::")[0])), *(self._modules.get(module, "") for module in modules)]
        return _hash("".join(parts).encode())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _module(function: str) -> str:
    return function.rpartition(".")[0]


@cache
def _content(file: str) -> bytes:
    return Path(file).read_bytes()
