"""Turns one mutant on, in place of what mutmut puts around each function to choose its mutant at each call.

Tests take half of the time without that, and a function is exactly what it is elsewhere.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import CodeType, FunctionType
from typing import Any

from mutmut.mutation import trampoline

from tests.mutants.made import function_of

Profile = Callable[[Any, str, Any], object]

_functions: list[tuple[FunctionType, Mapping[str, Any]]] = []
"""The mutated functions of all modules that are imported, with the mutants of each by their short names."""


def install() -> None:
    """To be called before anything of the copy is imported."""
    trampoline.wrap_in_trampoline = _noted  # type: ignore[assignment]


def _noted(mutants: Mapping[str, Any], is_classmethod: bool = False) -> Callable[[FunctionType], FunctionType]:  # noqa: ARG001
    def note(function: FunctionType) -> FunctionType:
        _functions.append((function, mutants))  # its mutants are not there yet
        return function

    return note


def turn_on(name: str) -> None:
    """From now on the function is the mutant."""
    module, _, short = name.rpartition(".")
    [(function, mutants)] = [
        (function, mutants) for function, mutants in _functions if function.__module__ == module and short in mutants
    ]
    mutant = getattr(mutants[short], "__func__", mutants[short])  # of a class method
    # What does without super() has no cell of its class, which the function keeps all the same.
    function.__code__ = mutant.__code__.replace(co_freevars=function.__code__.co_freevars)
    function.__defaults__, function.__kwdefaults__ = mutant.__defaults__, mutant.__kwdefaults__


@contextmanager
def called() -> Iterator[set[str]]:
    """Which of the functions are called in the meantime, by any thread; known when it ends."""
    names = {
        function.__code__: f"{function.__module__}.{function_of(mutants['_mutmut_orig'].__name__)}"
        for function, mutants in _functions
    }
    codes, found = set[CodeType](), set[str]()
    set_profile = sys.setprofile

    def note(frame: Any, event: str, argument: Any, also: Profile | None = None) -> None:
        if event == "call":
            codes.add(frame.f_code)
        if also:
            also(frame, event, argument)

    def set_both(other: Profile | None) -> None:  # by a test that counts calls itself
        set_profile(partial(note, also=other) if other not in (None, note) else note)

    threading.setprofile(note)
    set_profile(note)
    sys.setprofile = set_both  # type: ignore[assignment]
    try:
        yield found
    finally:
        sys.setprofile = set_profile
        set_profile(None)
        threading.setprofile(None)
        found.update(names[code] for code in codes.copy() if code in names)  # threads go on
