"""Which of the objects of an account are meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from provider_lib.adopt.account import Found
from provider_lib.spec import KeyCatalog, Validation


def matches(found: Found, patterns: Sequence[str]) -> bool:
    """Whether one of the globs fits an object: its name, where it is, both together, or its class; all do for none."""
    texts = list(_texts(found))
    return not patterns or any(fnmatchcase(text, pattern) for text in texts for pattern in patterns)


def _texts(found: Found) -> Iterator[str]:
    yield from (found.title, found.name, *found.identity)
    validation = found.resource.validation
    if isinstance(validation, KeyCatalog):
        yield str(found.values[validation.kind])
    elif isinstance(validation, Validation):
        written = (found.values[validation.into] or {}).get(validation.plugin_key, "")
        yield from (written, written.rpartition(".")[2])
