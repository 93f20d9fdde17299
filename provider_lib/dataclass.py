"""``dataclasses.dataclass`` for frozen classes with slots, without compiling five methods for each of them.

The provider process has 150 such classes and starts three times for a plan: compiling their methods was a quarter of a
start. Only ``__init__`` is compiled, which every instance runs; the others are made of functions that are there. For
type checkers it is the decorator of the standard library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], Any]:
        """As that of the standard library; what is not frozen, or has no slots, takes that one."""
        assert frozen
        assert slots
        return lambda cls: _frozen(cls, kw_only=kw_only)


def _frozen(cls: type, *, kw_only: bool) -> Any:
    own = set(vars(cls))
    made: Any = standard(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    made.__init__ = _initializer(made)
    made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
    made.__getstate__, made.__setstate__ = _values, _restore
    if "__repr__" not in own:
        made.__repr__ = _shown
    if "__eq__" not in own:
        compared = [item for item in fields(made) if item.compare]
        made.__eq__ = _equality([item.name for item in compared])
        made.__hash__ = _hashing([item.name for item in compared if item.hash is not False])
    return made


def _initializer(cls: type) -> Callable[..., None]:
    """``__init__`` with a parameter for each field, whose defaults and ways to make them are the globals it sees."""
    seen: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    ordered = sorted(fields(cls), key=lambda item: bool(item.kw_only))
    positions = [_parameter(item, seen) for item in ordered if not item.kw_only]
    keywords = [_parameter(item, seen) for item in ordered if item.kw_only]
    parameters = ", ".join(["self", *positions, *(["*"] if keywords else []), *keywords])
    lines = [f"_set(self, {item.name!r}, {_value(item)})" for item in fields(cls)]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"]), seen)
    made: Callable[..., None] = seen["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _parameter(item: Field[Any], seen: dict[str, Any]) -> str:
    if item.default is not MISSING:
        seen[f"_default_{item.name}"] = item.default
        return f"{item.name}=_default_{item.name}"
    if item.default_factory is not MISSING:
        seen[f"_make_{item.name}"] = item.default_factory
        return f"{item.name}=_MISSING"
    return item.name


def _value(item: Field[Any]) -> str:
    if item.default_factory is MISSING:
        return item.name
    return f"_make_{item.name}() if {item.name} is _MISSING else {item.name}"


def _refuse_to_set(_self: Any, name: str, _value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _values(self: Any) -> list[Any]:
    return [getattr(self, item.name) for item in fields(self)]


def _restore(self: Any, values: list[Any]) -> None:
    for item, value in zip(fields(self), values, strict=True):
        object.__setattr__(self, item.name, value)


def _shown(self: Any) -> str:
    shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
    return f"{type(self).__qualname__}({shown})"


def _equality(names: list[str]) -> Callable[[Any, Any], Any]:
    compared = attrgetter(*names) if names else type

    def is_equal(self: Any, other: Any) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return is_equal


def _hashing(names: list[str]) -> Callable[[Any], int]:
    hashed = attrgetter(*names) if names else type
    return lambda self: hash(hashed(self))
