"""Frozen classes with slots, as ``dataclasses`` makes them, for a process that has to start quickly.

The provider has 170 such classes and starts three times for a plan. Here ``__init__`` is compiled when the first
instance is made, the other methods are made of functions that are there, and neither ``dataclasses`` nor ``inspect``,
which that needs, is loaded. For type checkers these are the functions of the standard library, and its own (``fields``,
``asdict``, ``replace``) take such classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace


class _Missing:
    def __repr__(self) -> str:
        return "<factory>"  # what stands in a signature, as in those of the standard library


MISSING: Final = _Missing()
FIELDS: Final = "__frozen_fields__"
"""Where a class has its fields by name, those of its bases first."""

CLASS_VARIABLE: Final = ("ClassVar", "typing.ClassVar")
"""How an annotation begins that makes no field."""


class Field:
    """One field of a class.

    Args:
        default: its value where none is given.
        factory: makes one for each instance.
        repr: whether it is shown.
        hash: whether it is part of the hash; None if it is compared.
        compare: whether it counts when two are compared.
    """

    __slots__ = ("compare", "default", "factory", "hash", "kw_only", "name", "repr", "type")

    name: str
    type: Any
    kw_only: bool

    def __init__(
        self,
        default: Any = MISSING,
        factory: Any = MISSING,
        *,
        repr: bool = True,  # noqa: A002 (these are the standard library's names)
        hash: bool | None = None,  # noqa: A002
        compare: bool = True,
    ) -> None:
        self.default, self.factory = default, factory
        self.repr, self.hash, self.compare = repr, hash, compare

    @property
    def is_hashed(self) -> bool:
        """Whether it is part of the hash."""
        return self.compare if self.hash is None else self.hash

    def standard(self) -> Any:
        """The same of the standard library."""
        import dataclasses

        options = {"default": self.default, "default_factory": self.factory}
        given = {name: value for name, value in options.items() if value is not MISSING}
        return dataclasses.field(**given, repr=self.repr, hash=self.hash, compare=self.compare, kw_only=self.kw_only)


if not TYPE_CHECKING:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], Any]:
        """As that of the standard library; what is not frozen, or has no slots, takes that one."""
        assert frozen
        assert slots
        return lambda cls: _made(cls, kw_only=kw_only)

    def field(*, default: Any = MISSING, default_factory: Any = MISSING, **how: bool | None) -> Any:
        """As that of the standard library; what else that takes is refused."""
        return Field(default, default_factory, **how)

    def replace(instance: Any, /, **changes: Any) -> Any:
        """As that of the standard library, which has the classes that it made itself."""
        if FIELDS not in vars(instance.__class__):
            import dataclasses

            return dataclasses.replace(instance, **changes)
        for name in fields_of(instance):
            if name not in changes:
                changes[name] = getattr(instance, name)
        return instance.__class__(**changes)


def fields_of(cls: Any) -> Mapping[str, Field]:
    """The fields of a class, or of an instance of it, by name."""
    found: Mapping[str, Field] = getattr(cls, FIELDS)
    return found


def _made(cls: type, *, kw_only: bool) -> type:
    annotated = (name for name, kind in cls.__annotations__.items() if not str(kind).startswith(CLASS_VARIABLE))
    own = {name: _own(cls, name, kw_only=kw_only) for name in annotated}
    inherited = {name: item for base in reversed(cls.__mro__[1:]) for name, item in vars(base).get(FIELDS, {}).items()}
    fields = inherited | own
    lost = {*own, "__dict__", "__weakref__"}
    written = {name: value for name, value in vars(cls).items() if name not in lost}
    if "__eq__" in written and written["__hash__"] is None:  # Python's, for a class that compares by itself
        del written["__hash__"]
    made = {
        FIELDS: fields,
        "__qualname__": cls.__qualname__,
        "__slots__": tuple(name for name in own if name not in inherited),
        "__match_args__": tuple(name for name, item in fields.items() if not item.kw_only),
        "__init__": OnDemand(_initializer),
        "__repr__": _shown,
        "__eq__": _equality([name for name, item in fields.items() if item.compare]),
        "__hash__": _hashing([name for name, item in fields.items() if item.is_hashed]),
        "__dataclass_fields__": OnDemand(_standard_fields),
        "__dataclass_params__": OnDemand(_standard_parameters),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _values,
        "__setstate__": _restore,
    }
    return type(cls)(cls.__name__, cls.__bases__, made | written)


def _own(cls: type, name: str, *, kw_only: bool) -> Field:
    """The field that a class annotates."""
    given = vars(cls).get(name, MISSING)
    item: Field = given if isinstance(given, Field) else Field(given)
    if item.default.__class__.__hash__ is None:
        raise ValueError(f"Every {cls.__name__} would share one {name}: give it a default_factory")
    if hasattr(item.default, "default_factory"):
        raise TypeError(f"{cls.__name__}.{name} needs the `field` of provider_lib.dataclass")
    item.name, item.type, item.kw_only = name, cls.__annotations__[name], kw_only
    return item


class OnDemand:
    """Stands for a member of a class until somebody looks at it.

    Args:
        make: makes the member for the class that it stands in; one that derives from it has the same.
    """

    __slots__ = ("_cls", "_make", "_name")

    def __init__(self, make: Callable[[type], Any]) -> None:
        self._make = make

    def __set_name__(self, cls: type, name: str) -> None:
        """Know where it stands."""
        self._cls, self._name = cls, name

    def and_then(self, change: Callable[[Any], Any]) -> None:
        """Have another member in its place, that is made of the one that would be."""
        make = self._make
        self._make = lambda cls: change(make(cls))

    def __get__(self, instance: Any, _: type) -> Any:
        """Make the member, and leave it the place."""
        made = self._make(self._cls)
        setattr(self._cls, self._name, made)
        return made.__get__(instance) if instance is not None and hasattr(made, "__get__") else made


def _initializer(cls: type) -> Callable[..., None]:
    """``__init__`` with a parameter for each field, whose defaults and ways to make them are the globals it sees."""
    seen: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    fields = fields_of(cls).values()
    positions = [_parameter(item, seen) for item in fields if not item.kw_only]
    keywords = [_parameter(item, seen) for item in fields if item.kw_only]
    parameters = ", ".join(["self", *positions, *(["*"] if keywords else []), *keywords])
    lines = [f"_set(self, {item.name!r}, {_value(item)})" for item in fields]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"]), seen)
    made: Callable[..., None] = seen["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _parameter(item: Field, seen: dict[str, Any]) -> str:
    if item.default is not MISSING:
        seen[f"_default_{item.name}"] = item.default
        return f"{item.name}=_default_{item.name}"
    if item.factory is not MISSING:
        seen[f"_make_{item.name}"] = item.factory
        return f"{item.name}=_MISSING"
    return item.name


def _value(item: Field) -> str:
    if item.factory is MISSING:
        return item.name
    return f"_make_{item.name}() if {item.name} is _MISSING else {item.name}"


def _standard(cls: type) -> Any:
    """A class of the standard library's with the same fields."""
    import dataclasses

    fields = [(name, item.type, item.standard()) for name, item in fields_of(cls).items()]
    return dataclasses.make_dataclass(cls.__name__, fields, frozen=True)


def _standard_fields(cls: type) -> Any:
    return _standard(cls).__dataclass_fields__


def _standard_parameters(cls: type) -> Any:
    return _standard(cls).__dataclass_params__


def _refuse_to_set(_self: Any, name: str, _value: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _names(self: Any) -> Iterable[str]:
    """Its fields; those of a class that derives from ours may be the standard library's."""
    if FIELDS in vars(self.__class__):
        return fields_of(self)
    import dataclasses

    return [item.name for item in dataclasses.fields(self)]


def _values(self: Any) -> list[Any]:
    return [getattr(self, name) for name in _names(self)]


def _restore(self: Any, values: list[Any]) -> None:
    for name, value in zip(_names(self), values, strict=True):
        object.__setattr__(self, name, value)


def _shown(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name, item in fields_of(self).items() if item.repr)
    return f"{type(self).__qualname__}({shown})"


def _equality(names: list[str]) -> Callable[[Any, Any], Any]:
    compared = attrgetter(*names) if names else type

    def is_equal(self: Any, other: Any) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return is_equal


def _hashing(names: list[str]) -> Callable[[Any], int]:
    hashed = attrgetter(*names) if names else type
    return lambda self: hash(hashed(self))
