"""The apps that the tests of this folder synthesize, each under the name of the function that fills it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provider_lib.constructs import App
from provider_lib.errors import SynthError

Case = Callable[[App], Any]
CASES: dict[str, Case] = {}


def case(build: Case) -> Case:
    CASES[build.__name__] = build
    return build


def refusal(make: Callable[[], Any]) -> str:
    """The text of the error with which ``make`` is refused."""
    try:
        make()
    except SynthError as error:
        return str(error)
    return "nothing was refused"
