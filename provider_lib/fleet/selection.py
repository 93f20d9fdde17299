"""Which of what we own is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from provider_lib.fleet.owned import Owned


def is_meant(owned: Owned, patterns: Sequence[str]) -> bool:
    """Whether a name, a glob, a construct path or an address fits something; all does where there are none."""
    return not patterns or any(_fits(name, pattern) for name in _names(owned) for pattern in patterns)


def _fits(name: str, pattern: str) -> bool:
    """Whether a pattern is a name, or a glob that fits it: an address may hold brackets."""
    return name == pattern or fnmatchcase(name, pattern)


def _names(owned: Owned) -> Iterator[str]:
    stored = owned.stored
    yield owned.name
    yield stored.address
    if owned.place:
        yield f"{owned.place}/{owned.name}"
    if stored.construct_path:
        yield stored.construct_path
