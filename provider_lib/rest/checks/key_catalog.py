"""Checking a configuration at plan time against the keys that the server publishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.dataclass import dataclass
from provider_lib.errors import Path
from provider_lib.rest.checks.rules import IN_SECRETS
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.json.semantic_equality import stands_for
from provider_lib.rest.mapping.request import fill
from provider_lib.rest.mapping.secrets import WHOLE, Secrets
from provider_lib.rest.mapping.typed_values import Kind, Types, ValueType, typed
from provider_lib.rest.object.target import Target
from provider_lib.spec import KeyCatalog
from provider_lib.spec.slip import nearest
from provider_lib.spec.types import UNKNOWN

MOST_VALUES = 12

NEEDED = {"boolean": "true or false", "number": "a number"}


@dataclass(frozen=True, slots=True)
class PublishedKeys:
    """The keys of one class of objects.

    Args:
        catalog: how definitions are written.
        title: what the class is called.
        definitions: key -> its definition.
        types: key that may be set -> type of its values; none where all are texts.
    """

    catalog: KeyCatalog
    title: str
    definitions: Mapping[str, Any]
    types: Types

    @classmethod
    def ask(cls, target: Target, catalog: KeyCatalog, values: Mapping[str, Any]) -> PublishedKeys:
        """The keys of an object's class, wherever in the server's answer they stand.

        Raises:
            SluiceError: the server does not tell.
        """
        title = fill(catalog.title, values)
        answer = target.answers.body(target, catalog.call, values, f"read the keys of a {title}")
        named = [(dig(item, catalog.name), item) for item in _definitions(answer, catalog)]
        definitions = {name: item for name, item in named if isinstance(name, str)}
        types = {
            key: _type(key, item, catalog)
            for key, item in definitions.items()
            if catalog.types is not None and dig(item, catalog.settable) is not False
        }
        return cls(catalog, title, definitions, types)

    def problems(self, config: Mapping[str, Any], secrets: Secrets) -> Iterator[Diagnostic]:
        """What is wrong with a configuration; unknown values are taken for right.

        Args:
            config: key -> value, those of unknown value included.
            secrets: likewise, with the attribute that gives each.
        """
        given = {**(config if self.catalog.types is None else typed(config, self.types)), **secrets.values}
        may_be_given = given.pop(WHOLE, None) is UNKNOWN
        for key, value in given.items():
            path = secrets.origin.get(key, (self.catalog.into, key))
            problem = self._unknown_key(key) or self._bare_secret(key, path) or self._wrong_value(key, value, path)
            if problem is not None:
                yield Diagnostic("error", problem[0], problem[1], path)
        for key, definition in self.definitions.items():
            if key not in given and not may_be_given and self._is_needed(definition, given):
                yield self._missing_key(key, definition)

    def is_made_by_server(self, key: str) -> bool:
        """Whether nobody may set a key, because the server does."""
        return key in self.definitions and dig(self.definitions[key], self.catalog.settable) is False

    def is_default(self, key: str, value: str) -> bool:
        """Whether a key would have this value as well if nobody set it."""
        default = dig(self.definitions.get(key), self.catalog.default)
        return default not in (MISSING, None, "") and stands_for(value, default)

    def _unknown_key(self, key: str) -> tuple[str, str] | None:
        settable = [name for name in self.definitions if not self.is_made_by_server(name)]
        if key in settable:
            return None
        if key in self.definitions:
            return f"{key} of a {self.title} cannot be set", "The server sets it by itself: leave it out."
        close = nearest(key, settable, 0.5)
        guess = f"Did you mean {close}?" if close else f"Known are: {', '.join(sorted(settable))}."
        return f"{key} is not a key of a {self.title}", guess

    def _wrong_value(self, key: str, value: Any, path: Path) -> tuple[str, str] | None:
        if value is UNKNOWN:
            return None
        kind = self.types.get(key)
        if kind is not None and not kind.takes(value) and path[0] == self.catalog.into:
            return f"{key} is no {kind.kind}", f"It must be {NEEDED[kind.kind]}."
        allowed = list(map(as_text, _allowed(self.definitions[key], self.catalog)))
        strange = [text for text in map(as_text, value if isinstance(value, list) else [value]) if text not in allowed]
        if not allowed or not strange or len(allowed) > MOST_VALUES * 10:
            return None
        close = nearest(strange[0], allowed)
        guess = f"Did you mean {close}? " if close else ""
        return f"{key} has a value that is not allowed", f"{guess}It must be one of {', '.join(allowed[:MOST_VALUES])}."

    def _bare_secret(self, key: str, path: Path) -> tuple[str, str] | None:
        if path[0] != self.catalog.into or dig(self.definitions[key], self.catalog.secret) is not True:
            return None
        return (
            f"{key} is a secret",
            "Give it in `secret_config` or `secret_env`: here it would lie in the state for everybody to read, and the "
            "server hides it, so that it would look changed for ever.",
        )

    def _missing_key(self, key: str, definition: Any) -> Diagnostic:
        """That a key is missing; where the server does not publish conditions, nobody can tell whether they hold."""
        secret = f" Give it in {IN_SECRETS}." if dig(definition, self.catalog.secret) is True else ""
        certain = isinstance(dig(definition, self.catalog.conditions), list)
        doubt = "" if certain else " The server does not say whether that depends on other keys, so the plan goes on."
        return Diagnostic(
            "error" if certain else "warning",
            f"{key} is missing",
            f"A {self.title} needs it. {_text(dig(definition, self.catalog.description))}".strip() + secret + doubt,
            (self.catalog.into,),
        )

    def _is_needed(self, definition: Any, given: Mapping[str, Any]) -> bool:
        if dig(definition, self.catalog.required) is not True or dig(definition, self.catalog.settable) is False:
            return False
        if dig(definition, self.catalog.default) not in (MISSING, None, ""):
            return False
        conditions = dig(definition, self.catalog.conditions)
        return all(self._holds(item, given) for item in conditions) if isinstance(conditions, list) else True

    def _holds(self, condition: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
        """Whether a gate is open; one that cannot be told is taken for closed."""
        words = self.catalog.condition
        gate, wanted = str(dig(condition, words.gate)), dig(condition, words.value)
        value = given.get(gate, dig(self.definitions.get(gate), self.catalog.default))
        if value is MISSING or value is None or value is UNKNOWN:
            return False
        operator = dig(condition, words.operator)
        if operator == words.among:
            return isinstance(wanted, list) and any(stands_for(as_text(value), item) for item in wanted)
        if operator not in (words.equal, words.unequal):
            return False
        return stands_for(as_text(value), wanted) is (operator == words.equal)


def _definitions(answer: Any, catalog: KeyCatalog) -> Iterator[Any]:
    """The definitions in an answer, however deep the lists of them lie."""
    if isinstance(answer, dict):
        entries = answer.get(catalog.entries)
        if isinstance(entries, list):
            yield from (item for item in entries if isinstance(item, dict))
            return
        for part in answer.values():
            yield from _definitions(part, catalog)
    elif isinstance(answer, list):
        for part in answer:
            yield from _definitions(part, catalog)


def _type(key: str, definition: Any, catalog: KeyCatalog) -> ValueType:
    """Of which type the values of a key are."""
    words, choices = catalog.types, tuple(_allowed(definition, catalog))
    if words is None or key in words.texts:
        return ValueType("text", choices)
    kinds: dict[Kind, tuple[str, ...]] = {
        "boolean": words.booleans,
        "number": words.numbers,
        "list": words.lists,
        "document": words.documents,
    }
    control = dig(definition, words.control)
    for kind, names in kinds.items():
        if control in names:
            return ValueType(kind, choices)
    return ValueType("text", choices)


def _allowed(definition: Any, catalog: KeyCatalog) -> list[Any]:
    """The only values of a key; none where it takes any."""
    listed = dig(definition, catalog.values)
    items = listed if isinstance(listed, list) else []
    return [dig(item, catalog.value) if isinstance(item, dict) else item for item in items]


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""
