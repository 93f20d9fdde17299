"""The declared rules of a configuration, checked without any call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from provider_lib.contract import Diagnostic
from provider_lib.errors import Path
from provider_lib.rest.json.paths import leaves
from provider_lib.rest.json.semantic_equality import is_masked
from provider_lib.rest.mapping.request import fill
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.spec import Declared, Field, NoEmptyValues, placeholders, roles
from provider_lib.spec.clear_secrets import clear_secret
from provider_lib.spec.types import UNKNOWN, DynamicValue, List, Map, Object, Set, Type

IN_SECRETS: Final = "`secret_config` or `secret_env` (`secrets=` in Python)"


def broken_rules(declared: type[Declared], config: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Every way in which a configuration breaks its declaration; unknown values are skipped."""
    yield from _broken(declared.fields(), config, ())
    for field, role in declared.fields_with(roles.ConfigMap):
        yield from _contradictions(field, role, config)
    for field in declared.fields().values():
        if isinstance(field.role, roles.ConfigMap | roles.SecretMap | roles.Document | roles.SecretDocument):
            yield from _masks(field, config, declared.system.masks)
        if isinstance(field.role, roles.ConfigMap | roles.Document):
            yield from _clear_secrets(field, config)


def refused_secrets(declared: type[Declared], secrets: Secrets) -> Iterator[Diagnostic]:
    """Secrets with a value that the server refuses, wherever they come from."""
    for field, _ in declared.fields_with(roles.ConfigMap):
        for check in field.checks:
            for below, problem in check.problems(secrets.known) if isinstance(check, NoEmptyValues) else ():
                path = secrets.origin[str(below[0])]
                yield Diagnostic("error", f"{'.'.join(map(str, path))} {problem}", "", path)


def _clear_secrets(field: Field, config: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Warnings of entries that hold a secret in clear."""
    for key, value, path in _entries(field, config):
        if isinstance(value, str) and (what := clear_secret(key, value)) is not None:
            yield told_clear_secret(f"{field.name}.{key}" if key else field.name, what, path, _hidden(field))


def told_clear_secret(name: str, what: str, path: Path, hidden: str = IN_SECRETS) -> Diagnostic:
    """A warning that a secret stands where everybody can read it.

    Args:
        name: of the entry.
        what: it is, after "is".
        path: of the entry.
        hidden: where it would not be seen.
    """
    advice = f"Plans and the state show it. Give it in {hidden}, and another one: somebody may have read this."
    return Diagnostic("warning", f"{name} is {what}, in clear", advice, path)


def _hidden(field: Field) -> str:
    """Where secrets of a configuration or document belong."""
    return IN_SECRETS if isinstance(field.role, roles.ConfigMap | roles.SecretMap) else "`secret_body`"


def _masks(field: Field, config: Mapping[str, Any], masks: Sequence[str]) -> Iterator[Diagnostic]:
    """Entries that were copied from an answer which hides them."""
    for key, value, path in _entries(field, config):
        if not is_masked(value, masks):
            continue
        yield Diagnostic(
            "error",
            f"{field.name}.{key} is a mask and not a value" if key else f"{field.name} is a mask and not a value",
            "It stands for a secret that a server does not show, and would be written in its place. Give the "
            f"secret itself in {_hidden(field)}, or leave the key out.",
            path,
        )


def _entries(field: Field, config: Mapping[str, Any]) -> Iterator[tuple[str, Any, Path]]:
    """Key, value and place of what a configuration or document has."""
    given = config.get(field.name)
    if isinstance(given, DynamicValue):
        yield from ((key, value, (field.name,)) for key, value in leaves(given.value).items())
    elif isinstance(given, Mapping):
        yield from ((key, value, (field.name, key)) for key, value in given.items())


def _contradictions(field: Field, role: roles.ConfigMap, config: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Entries of a configuration that say otherwise than the field which they are made from."""
    given = config.get(field.name)
    if not isinstance(given, Mapping):
        return
    for key, template in role.injects.items():
        sources = {name: config.get(name) for name in placeholders(template)}
        if key not in given or not all(isinstance(text, str) for text in (given[key], *sources.values())):
            continue
        if given[key] != (injected := fill(template, sources)):
            yield Diagnostic(
                "error",
                f"{field.name}.{key} is {given[key]!r}, but {' and '.join(sources)} says {injected!r}",
                f"Leave `{key}` out of `{field.name}`: it is added by itself.",
                (field.name, key),
            )


def _broken(fields: Mapping[str, Field], config: Mapping[str, Any], above: Path) -> Iterator[Diagnostic]:
    for name, field in fields.items():
        value, path = config.get(name), (*above, name)
        if value is None or value is UNKNOWN or not field.is_input:
            continue
        for fields, inner, place in _nested(field.type, value, path):
            yield from _broken(fields, inner, place)
        for check in field.checks:
            for below, problem in check.problems(value):
                yield Diagnostic("error", f"{'.'.join(map(str, (*path, *below)))} {problem}", "", (*path, *below))


def _nested(kind: Type, value: Any, path: Path) -> Iterator[tuple[Mapping[str, Field], Mapping[str, Any], Path]]:
    """The groups of fields in a value, with their places; an item of a set has no place of its own."""
    match kind:
        case _ if value is None or value is UNKNOWN:
            return
        case Object(fields=fields):
            yield fields, value, path
        case List(of=item):
            for index, inner in enumerate(value):
                yield from _nested(item, inner, (*path, index))
        case Set(of=item):
            for inner in value:
                yield from _nested(item, inner, path)
        case Map(of=item):
            for key, inner in value.items():
                yield from _nested(item, inner, (*path, key))
        case _:
            return
