"""What is found out about a construct is kept with it, and goes when it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from constructs import IConstruct

Value = TypeVar("Value")


def kept(construct: IConstruct, name: str, make: Callable[[], Value]) -> Value:
    """What a construct keeps under a name, made when it is asked for first.

    Args:
        construct: keeps it.
        name: which tells it from what else is kept there.
        make: what to keep.
    """
    shelf = vars(construct)
    key = _key(name)
    if key not in shelf:
        shelf[key] = make()
    return cast("Value", shelf[key])


def forget(construct: IConstruct, name: str) -> None:
    """Have something made anew when it is asked for next."""
    vars(construct).pop(_key(name), None)


def _key(name: str) -> str:
    return f"_sluice_{name}"
