"""Which of the objects of an account are meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from provider_lib.adopt.account import Found, telling_key
from provider_lib.spec import KeyCatalog, Resource, roles


def matches(found: Found, patterns: Sequence[str]) -> bool:
    """Whether one of the globs fits an object: its name, where it is, both together, or its class; all do for none."""
    texts = list(_texts(found))
    return not patterns or any(fnmatchcase(text, pattern) for text in texts for pattern in patterns)


def may_match(resource: type[Resource], names: Mapping[str, Any], patterns: Sequence[str]) -> bool:
    """Whether one of the globs may fit an object of which nothing but what names it is known.

    A class has no slash, so that a glob with one is about names.
    """
    tells_all = names.keys() >= set(resource.known_as)
    has_class = bool(telling_key(resource)) or isinstance(resource.validation, KeyCatalog)
    may_be_class = has_class and any("/" not in pattern for pattern in patterns)
    return not tells_all or may_be_class or matches(Found(resource, names), patterns)


def _texts(found: Found) -> Iterator[str]:
    yield from (found.title, found.name, *found.identity)
    validation, config = found.resource.validation, found.resource.only(roles.ConfigMap)
    if isinstance(validation, KeyCatalog):
        yield str(found.values.get(validation.kind, ""))
    elif config is not None:
        written = (found.values.get(config.name) or {}).get(telling_key(found.resource), "")
        yield from (written, written.rpartition(".")[2])
