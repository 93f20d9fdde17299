"""How work grows, counted in calls of functions: time would depend on the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

FEW = 60
MORE = 5
"""What is linear takes four times as many calls, and what is quadratic sixteen times."""


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called, those of the interpreter among them."""
    count = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
