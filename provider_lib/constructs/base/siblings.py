"""Constructs that are named by text, where others are given: ``environment="orders"`` beside an ``Environment``.

The text becomes a reference to the construct that makes what has this name, so that Terraform keeps the same order as
with ``environment=orders``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from provider_lib.constructs.base._cdk import cdk
from provider_lib.constructs.base.element import SIBLINGS, Element
from provider_lib.constructs.base.kept import forget, kept
from provider_lib.constructs.base.provider import SluiceProvider
from provider_lib.constructs.base.shown import resolved
from provider_lib.constructs.base.tokens import is_token
from provider_lib.errors import Path
from provider_lib.spec import Declared, Field, roles
from provider_lib.spec.types import List, Map, Object, Set, String, Type

_ADDRESS: Final = re.compile(r"(?<![\w.])sluice_\w+\.[\w-]+")


def is_alone(element: Element) -> bool:
    """Whether it makes one object, with a provider that is known here."""
    construct = element._construct  # each question to it is a call of Node.js
    numbered = element._is_numbered and (construct.count is not None or construct.for_each is not None)
    return not numbered and element._overridden.isdisjoint(("count", "for_each", "provider"))


class Siblings:
    """The elements of a stack, and which of them has a name.

    Args:
        stack: all its constructs were made.
    """

    def __init__(self, stack: cdk.TerraformStack) -> None:
        found = stack.node.find_all()
        self.elements: list[Element] = [item for item in found if isinstance(item, Element) and item._stack is stack]
        self.providers = [item for item in found if isinstance(item, SluiceProvider)]
        self._provider = next((item for item in self.providers if item.alias is None), None)
        self._has_one_provider = sum(isinstance(item, cdk.TerraformProvider) for item in found) == 1
        for item in self.elements:
            Element._current(item)  # an aspect may have changed it in place
        self._settings: dict[Element, Any] = {}
        self._alone: dict[Element, bool] = {}
        self._named: dict[str, dict[str, list[Element]]] = {}
        self._addresses: dict[str, dict[str, Element]] = {}
        self._leading_to: dict[Element, list[Element]] = {}

    @classmethod
    def of(cls, stack: cdk.TerraformStack) -> Siblings:
        """Those of a stack, looked for again whenever one of them was made or changed in the meantime."""
        return kept(stack, SIBLINGS, lambda: cls(stack))

    @classmethod
    def forget(cls, stack: cdk.TerraformStack) -> None:
        """Look for those of a stack again: what is taken out of it tells nobody."""
        forget(stack, SIBLINGS)

    def named(self, attribute: str, text: str) -> list[Element]:
        """The resources that give an attribute, as ``type.attribute``, this value."""
        if attribute not in self._named:
            found: dict[str, list[Element]] = {}
            self._named[attribute] = found
            kind, _, name = attribute.rpartition(".")
            for element in self._resources(kind):
                value = None if name in element._overridden else element._values.get(name)
                if isinstance(value, str) and not is_token(value):
                    found.setdefault(value, []).append(element)
        return self._named[attribute].get(text, [])

    def at(self, address: str) -> Element | None:
        """The resource at an address such as ``sluice_lenses_environment.orders``."""
        kind = address.partition(".")[0]
        if kind not in self._addresses:
            self._addresses[kind] = {
                f"{kind}.{item._construct.friendly_unique_id}": item for item in self._resources(kind)
            }
        return self._addresses[kind].get(address)

    def settings(self, element: Element) -> Any:
        """What tells the API of an element of the stack from others of its system, as far as the code says it."""
        if element not in self._settings:
            asked = None if self._has_one_provider else element._construct.provider  # a call of Node.js
            provider = asked or self._provider
            given = provider.given if isinstance(provider, SluiceProvider) else None
            self._settings[element] = provider if given is None else _settings(element, given)
        return self._settings[element]

    def candidates(self, attribute: str, text: str, settings: Any) -> list[Element]:
        """The resources with a name, at an API with these settings."""
        return [item for item in self.named(attribute, text) if self.settings(item) == settings]

    def meant(self, element: Element, attribute: str, text: str) -> Element | None:
        """The one other resource that an element means by a text, if Terraform can refer to it."""
        named = self.candidates(attribute, text, self.settings(element)) if self.named(attribute, text) else []
        others = [item for item in named if item is not element]
        is_one = len(others) == 1 and self._is_alone(others[0])
        return others[0] if is_one and not self._leads(others[0], element) else None

    def waits_for(self, element: Element, other: Element) -> bool:
        """Whether something other than a text makes an element wait for another."""
        return other in self._referred(element)

    def _is_alone(self, element: Element) -> bool:
        if element not in self._alone:
            self._alone[element] = is_alone(element)
        return self._alone[element]

    def _resources(self, kind: str) -> Iterator[Element]:
        for item in self.elements:
            if kind == item.TF_RESOURCE_TYPE and isinstance(item, cdk.TerraformResource):
                yield item

    def _leads(self, start: Element, end: Element) -> bool:
        """Whether an element already waits for another one, by whatever refers to it."""
        seen: set[Element] = set()
        waiting = [start]
        while waiting:
            element = waiting.pop()
            if element is end:
                return True
            if element not in seen:
                seen.add(element)
                waiting += self._before(element)
        return False

    def _before(self, element: Element) -> list[Element]:
        """What an element waits for, and would wait for if every text that names another were a reference."""
        if element not in self._leading_to:
            texts = [self.named(attribute, text) for _, attribute, text in names_in(element)]
            self._leading_to[element] = [*self._referred(element), *(item for found in texts for item in found)]
        return self._leading_to[element]

    def _referred(self, element: Element) -> list[Element]:
        told = str(resolved([element._values, element._construct.depends_on or []], element._construct))
        return [item for address in dict.fromkeys(_ADDRESS.findall(told)) if (item := self.at(address))]


def _settings(element: Element, given: Mapping[str, Any]) -> Any:
    declared = element._declared
    settings = given.get(declared.system.name) or {}
    endpoint = declared.only(roles.Endpoint)
    if endpoint is None or not isinstance(settings, Mapping):
        return settings
    name = element._values.get(endpoint.name, endpoint.default)
    return [name, settings.get(name)]


def linked(element: Element, values: dict[str, Any]) -> dict[str, Any]:
    """The values with a reference for every text that names a construct of the same stack.

    Args:
        element: has the values.
        values: its arguments as they are synthesized.
    """
    for path, attribute, text in names_in(element):
        siblings = Siblings.of(element._stack)
        other = siblings.meant(element, attribute, text)
        if other is not None:
            values = _put(values, path, other.reference_to(attribute.rpartition(".")[2]))
    return values


def names_in(element: Element) -> Iterator[tuple[Path, str, str]]:
    """Each text that may name another construct: where it is, the attribute that would have it as its value, and it."""
    for field in _naming(element._declared):  # type: ignore[arg-type]  # a class can be hashed
        yield from _names(field, field.type, element._values.get(field.name), (field.name,))


def _names(field: Field, kind: Type, value: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    match kind, value:
        case Object(fields=fields), Mapping():
            for name, item in fields.items():
                yield from _names(item, item.type, value.get(name), (*path, name))
        case ((List(of=inner) | Set(of=inner)), list()):
            for index, item in enumerate(value):
                yield from _names(field, inner, item, (*path, index))
        case Map(of=inner), Mapping():
            for key, item in value.items():
                yield from _names(field, inner, item, (*path, key))
        case String(), str() if field.refers_to and not is_token(value):
            yield path, field.refers_to, value


@cache
def _naming(declaration: type[Declared]) -> tuple[Field, ...]:
    """The fields in which something may name another construct."""
    return tuple(item for item in declaration.fields().values() if item.is_input and _may_name(item, item.type))


def _may_name(field: Field, kind: Type) -> bool:
    match kind:
        case Object(fields=fields):
            return any(_may_name(item, item.type) for item in fields.values())
        case List(of=inner) | Set(of=inner) | Map(of=inner):
            return _may_name(field, inner)
        case _:
            return field.refers_to is not None


def _put(value: Any, path: Path, new: str) -> Any:
    """A copy of a value with another part at a path."""
    if not path:
        return new
    key, *rest = path
    copy = value.copy()
    copy[key] = _put(value[key], tuple(rest), new)
    return copy
