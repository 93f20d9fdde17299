"""How stored state of an older version becomes state of the next one.

State is here as Terraform stores it in JSON: a number is an int or a Decimal, a dynamic value is
``{"type": ..., "value": ...}``. What the declared fields do not know is dropped after the last upgrade.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from provider_lib.dataclass import dataclass
from provider_lib.spec.names import Place
from provider_lib.spec.paths import steps_of
from provider_lib.spec.word import word

State = dict[str, Any]

Step = Callable[[State], State]
"""Takes state, and gives it back as it should be. ``Move`` and ``Give`` are the steps that are needed most."""


@word
@dataclass(frozen=True, slots=True)
class Upgrade:
    """What makes state of the next version.

    Args:
        version: of the state that it takes.
        steps: one after the other.
    """

    version: int
    steps: tuple[Step, ...]


@word
@dataclass(frozen=True, slots=True)
class Move:
    """What stood at one place stands at another: ``Move("length", "size")``, ``Move("size", "limits.size")``.

    Args:
        source: path of an attribute, or of a part of one; without it the state stays as it is.
        target: the new path; objects on the way there are made.
    """

    source: Place
    target: Place

    def __call__(self, state: State) -> State:
        *above, last = steps_of(self.source)
        holder = _reach(state, above)
        if holder is not None and last in holder:
            value = holder.pop(last)
            *above, last = steps_of(self.target)
            _make_way(state, above)[last] = value
        return state


@word
@dataclass(frozen=True, slots=True)
class Give:
    """What is null, or missing, gets a value: ``Give("unit", "cm")``.

    Args:
        target: path of an attribute, or of a part of one; what it would be a part of is not made.
    """

    target: Place
    value: str | int | bool

    def __call__(self, state: State) -> State:
        *above, last = steps_of(self.target)
        holder = _reach(state, above)
        if holder is not None and holder.get(last) is None:
            holder[last] = self.value
        return state


def upgraded(state: State, upgrades: Iterable[Upgrade], version: int) -> State:
    """State of the current version, made of state of an older one by all upgrades from there on."""
    for upgrade in upgrades:
        if upgrade.version >= version:
            for step in upgrade.steps:
                state = step(state)
    return state


def _reach(state: Any, steps: list[Any]) -> dict[Any, Any] | None:
    """The object at the end of some steps, if there is one."""
    for step in steps:
        state = state.get(step) if isinstance(state, dict) else None
    return state if isinstance(state, dict) else None


def _make_way(state: dict[Any, Any], steps: list[Any]) -> dict[Any, Any]:
    """The object at the end of some steps, made where there is none."""
    for step in steps:
        if not isinstance(state.get(step), dict):
            state[step] = {}
        state = state[step]
    return state
