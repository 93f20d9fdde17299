"""Whether words are what their annotations say: the types of their values, and the names and rules in them."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from provider_lib.dataclass import dataclass
from provider_lib.errors import DeclarationError
from provider_lib.spec.consistency.names import slips as slips_of_name
from provider_lib.spec.consistency.scope import Scope
from provider_lib.spec.slip import Slips, slip


@dataclass(frozen=True, slots=True)
class Kind:
    """What an annotation says, worked out once.

    Args:
        words: as it is written.
        fits: whether a value is of this type, as far as can be seen without looking into it.
        inside: what is wrong with what a value that fits is made of; None where there is nothing to look at.
    """

    words: str
    fits: Callable[[Any], bool]
    inside: Callable[[Any, Scope, str], Slips] | None = None

    def slips(self, value: Any, scope: Scope, where: str) -> Slips:
        """What is wrong with a value, and with all that it is made of.

        Args:
            value: what stands in a declaration.
            scope: what names in it mean.
            where: the class, and the attribute that holds it.
        """
        if not self.fits(value):
            yield self._unfit(value, where)
        elif self.inside is not None:
            yield from self.inside(value, scope, where)

    def _unfit(self, value: Any, where: str) -> DeclarationError:
        advice = f"It must be {self.words}."
        if isinstance(value, str) and self.words.startswith("tuple"):
            advice += f" Write `({value!r},)`: the comma makes the tuple."
        return slip(where, f"is {value!r}", advice)


def slips_of_word(word: Any, scope: Scope, where: str, but: frozenset[str] = frozenset()) -> Slips:
    """What is wrong with the attributes of a word.

    Args:
        word: a frozen dataclass of the vocabulary.
        scope: what names in it mean.
        where: the class, and the attribute that holds it.
        but: attributes that are not looked at.
    """
    kind: type = type(word)
    for name, default in _defaults(kind):
        value = getattr(word, name)
        # A default is right by itself, unless it is a name.
        if name not in but and (value is not default or (isinstance(value, str) and value)):
            yield from _attribute(kind, name).slips(value, scope, f"{where}.{name}")


@cache
def _defaults(word: type) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(word))


@cache
def _attribute(word: type, name: str) -> Kind:
    """What the annotation of an attribute says."""
    return kind_of(annotation(word, name))


def annotation(owner: type, name: str) -> Any:
    """The annotation of a class attribute, read; of the class itself or of one that it is derived from."""
    base = next(base for base in owner.__mro__ if name in vars(base).get("__annotations__", {}))
    return eval(vars(base)["__annotations__"][name], vars(sys.modules[base.__module__]))


@cache
def kind_of(hint: Any) -> Kind:
    """What an annotation says."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is ClassVar:
        return kind_of(arguments[0])
    if origin is Annotated:
        return _marked(kind_of(hint.__origin__), hint.__metadata__)
    if origin in (Union, types.UnionType):
        return _union([kind_of(item) for item in arguments])
    if origin is Literal:
        return Kind(" or ".join(map(repr, arguments)), lambda value: value in arguments)
    if origin is tuple:
        return _tuple([kind_of(item) for item in arguments if item is not ...], endless=arguments[-1] is ...)
    if origin is Mapping:
        return _mapping(*map(kind_of, arguments))
    if hint is Any:
        return Kind("anything", lambda _: True)
    if hint is float:
        return Kind("a number", lambda value: isinstance(value, int | float) and not isinstance(value, bool))
    if hint is int:
        return Kind("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool))
    if hint in (str, bool, type(None)):
        return Kind("None" if hint is type(None) else hint.__name__, lambda value: isinstance(value, hint))
    kind = origin or hint
    return Kind(kind.__name__.removeprefix("_"), lambda value: isinstance(value, kind), _inside_word)


def _inside_word(value: Any, scope: Scope, where: str) -> Slips:
    if is_dataclass(value):
        yield from slips_of_word(value, scope, where)


def _marked(kind: Kind, marks: tuple[Any, ...]) -> Kind:
    """A type of whose values more is said."""

    def inside(value: Any, scope: Scope, where: str) -> Slips:
        for mark in marks:
            if hasattr(mark, "problems"):
                yield from (slip(where, "cannot be used", f"{what}.") for _, what in mark.problems(value))
            else:
                yield from slips_of_name(mark, value, scope, where)

    return Kind(kind.words, kind.fits, inside)


def _union(kinds: list[Kind]) -> Kind:
    def inside(value: Any, scope: Scope, where: str) -> Slips:
        kind = next(kind for kind in kinds if kind.fits(value))
        return kind.slips(value, scope, where)

    words = " or ".join(kind.words for kind in kinds)
    return Kind(words, lambda value: any(kind.fits(value) for kind in kinds), inside)


def _tuple(kinds: list[Kind], *, endless: bool) -> Kind:
    def fits(value: Any) -> bool:
        return isinstance(value, tuple) and (endless or len(value) == len(kinds))

    def inside(value: Any, scope: Scope, where: str) -> Slips:
        for number, item in enumerate(value):
            yield from kinds[0 if endless else number].slips(item, scope, f"{where}[{number}]")

    words = ", ".join([*(kind.words for kind in kinds), *(["..."] if endless else [])])
    return Kind(f"tuple[{words}]", fits, inside)


def _mapping(key: Kind, value: Kind) -> Kind:
    def inside(mapping: Any, scope: Scope, where: str) -> Slips:
        for name, item in mapping.items():
            yield from key.slips(name, scope, where)
            yield from value.slips(item, scope, f"{where}[{name}]")

    return Kind(f"dict[{key.words}, {value.words}]", lambda value: isinstance(value, Mapping), inside)
