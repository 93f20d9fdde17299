"""What was given for an argument of a construct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, Never, Self, TypeVar, overload

if TYPE_CHECKING:
    from provider_lib.constructs.base.element import Element

Argument = TypeVar("Argument")


class Given(Generic[Argument]):
    """What was given for an argument, or None: the value of ``<argument>_input``, which cannot be assigned.

    Args:
        field: name of the argument's field.
    """

    def __init__(self, field: str) -> None:
        self._field = field

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name
        self.__doc__ = f"What was given for `{name.removesuffix('_input')}`, or None."

    @overload
    def __get__(self, element: None, owner: type) -> Self: ...
    @overload
    def __get__(self, element: Element, owner: type) -> Argument | None: ...
    def __get__(self, element: Element | None, owner: type) -> Argument | Self | None:
        if element is None:
            return self
        given: Argument | None = element._given.get(self._field)
        if isinstance(given, dict | list | set):
            element._handed_out = True  # what is changed in it shall be synthesized
        return given

    def __set__(self, element: Element, value: Never) -> None:
        raise AttributeError(f"{self._name} cannot be set: assign {self._name.removesuffix('_input')}")


def own(given: Any) -> Any:
    """A copy of what was given, down to the values in dicts, lists and sets, so that nobody else can change it."""
    match given:
        case Mapping():
            return {key: own(item) for key, item in given.items()}
        case list():
            return [own(item) for item in given]
        case set():
            return set(given)
        case _:
            return given
