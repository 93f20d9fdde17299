"""What was given for an argument of a construct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Never, Self, TypeVar, overload

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
        return given

    def __set__(self, element: Element, value: Never) -> None:
        raise AttributeError(f"{self._name} cannot be set: give the argument to {type(element).__name__}(...)")
