"""The types an attribute can have, and the Python values that stand for them.

String   str        List, Set   list            null      None
Bool     bool       Map         dict            unknown   UNKNOWN
Number   int or Decimal (never float)           Dynamic   DynamicValue
Object   dict with every attribute name
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from provider_lib.dataclass import dataclass, field

if TYPE_CHECKING:
    from provider_lib.spec.field import Field
    from provider_lib.spec.schema import Attribute


class _Unknown:
    """A value that Terraform will know only at apply."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True, slots=True)
class String:
    """Text."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of any size and precision."""


@dataclass(frozen=True, slots=True)
class Bool:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Dynamic:
    """Any value; its type travels with it."""


@dataclass(frozen=True, slots=True)
class List:
    """An ordered collection of values of one type."""

    of: Type


@dataclass(frozen=True, slots=True)
class Set:
    """An unordered collection of distinct values of one type."""

    of: Type


@dataclass(frozen=True, slots=True)
class Map:
    """Values of one type by name."""

    of: Type


@dataclass(frozen=True, slots=True)
class Object:
    """Named attributes, each with a type of its own; becomes a nested attribute.

    Args:
        attributes: what Terraform is told.
        fields: what the engine knows beyond that; empty for plain settings.
    """

    attributes: Mapping[str, Attribute] = field(hash=False)
    fields: Mapping[str, Field] = field(default_factory=dict, hash=False, compare=False)


Type = String | Number | Bool | Dynamic | List | Set | Map | Object


@dataclass(frozen=True, slots=True)
class DynamicValue:
    """The value of a ``Dynamic`` attribute together with its Terraform type.

    Args:
        type: the type as Terraform writes it in JSON, e.g. ``"string"`` or ``["list", "number"]``.
        value: the value, in the Python form of that type.
    """

    type: Any
    value: Any

    @classmethod
    def of(cls, value: Any) -> DynamicValue:
        """A JSON value with the type that Terraform gives it."""
        return cls(_type_of(value), value)


def _type_of(value: Any) -> Any:
    match value:
        case bool():
            return "bool"
        case str():
            return "string"
        case int() | Decimal():
            return "number"
        case Mapping():
            return ["object", {name: _type_of(item) for name, item in value.items()}]
        case list():
            return ["tuple", [_type_of(item) for item in value]]
        case _:
            return "dynamic"


def is_known(value: Any) -> bool:
    """Whether ``value`` holds no unknown, at any depth."""
    if value is UNKNOWN:
        return False
    if isinstance(value, DynamicValue):
        return is_known(value.value)
    if isinstance(value, Mapping):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(is_known(item) for item in value)
    return True
