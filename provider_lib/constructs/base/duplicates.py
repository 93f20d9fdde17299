"""Two constructs of one object, which would undo each other's changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.element import Element
from provider_lib.constructs.base.identity import Identity, identity_of
from provider_lib.constructs.base.shown import resolved
from provider_lib.constructs.base.siblings import Siblings, is_alone
from provider_lib.constructs.base.tokens import is_token
from provider_lib.spec.resource import Resource

_REFERENCE: Final = re.compile(r"\$\{(sluice_\w+\.[\w-]+)\.(\w+)\}")
_DEEPEST: Final = 9  # references that lead to references


class Alike:
    """The constructs of an app that were looked at, those side by side that may be the same object."""

    def __init__(self) -> None:
        # What can be compared cheaply -> path of a stack -> its constructs that have it.
        self._groups: dict[Any, dict[str, list[tuple[Element, Identity]]]] = {}
        self._keys: dict[str, dict[Any, None]] = {}

    def with_stack(self, stack: str, elements: Sequence[Element]) -> list[tuple[Element, Element, Identity]]:
        """Every two constructs of which one is in this stack, with what names the one object that they stand for.

        Args:
            stack: its path.
            elements: its constructs now, whatever it had when it was looked at before.
        """
        for key in self._keys.pop(stack, ()):
            del self._groups[key][stack]
        keys = self._keys[stack] = dict[Any, None]()
        for element in elements:
            if (found := _sorted(element)) is not None:
                key, identity = found
                keys[key] = None
                self._groups.setdefault(key, {}).setdefault(stack, []).append((element, identity))
        groups = ([*chain.from_iterable(self._groups[key].values())] for key in keys)
        news = set(elements)
        return [pair for group in groups if len(group) > 1 for pair in _same(group, news)]


def _sorted(element: Element) -> tuple[Any, Identity] | None:
    """By what can be compared cheaply of an object, and what names it; None where nothing can."""
    declaration = element._declared
    if not issubclass(declaration, Resource) or not isinstance(element, cdk.TerraformResource):
        return None
    identity = identity_of(declaration, element._values)
    if identity is None or not _is_as_given(element, identity):
        return None
    fields = declaration.fields()
    own = [name for name in identity if name not in fields or fields[name].refers_to is None]
    return (element.TF_RESOURCE_TYPE, *(_literal(identity[name], element) for name in own)), identity


def _is_as_given(element: Element, identity: Identity) -> bool:
    """Whether no override touches what names the object."""
    fields = element._declared.fields()
    naming = identity if identity.keys() <= fields.keys() else fields
    return element._overridden.isdisjoint(naming)


def _same(group: list[tuple[Element, Identity]], news: set[Element]) -> Iterator[tuple[Element, Element, Identity]]:
    known: list[tuple[Element, Identity, Any]] = []
    for element, identity in group:
        if not is_alone(element):
            continue
        literal = {name: named(name, value, element) for name, value in identity.items()}
        settings = Siblings.of(element._stack).settings(element)
        first = next((other for other, names, place in known if (names, place) == (literal, settings)), None)
        if first is None:
            known.append((element, literal, settings))
        elif element in news:
            yield first, element, literal


def named(name: str, value: Any, element: Element) -> Any:
    """The value of an argument; of a construct that was given for it, also in another stack, what it gives.

    Args:
        name: of the argument.
        value: as it is synthesized.
        element: has the argument.
    """
    other = element._given.get(name)
    if not isinstance(other, Element):
        return _literal(value, element)
    attribute = (element._declared.fields()[name].refers_to or "").rpartition(".")[2]
    return named(attribute, other._values.get(attribute), other)


def _literal(value: Any, element: Element, deep: int = 0) -> Any:
    """A value with what its references lead to in their place; where that is not known, with the stack they are in."""
    if not is_token(value) or deep > _DEEPEST:
        return value
    siblings = Siblings.of(element._stack)

    def led_to(found: re.Match[str]) -> str:
        other = siblings.at(found[1])
        known = other is not None and found[2] not in other._overridden and found[2] in other._values
        literal = _literal(other._values[found[2]], other, deep + 1) if other is not None and known else None
        return literal if isinstance(literal, str) else found[0]

    text = _REFERENCE.sub(led_to, str(resolved(value, element._construct)))
    return (element._stack.node.path, text) if "${" in text else text
