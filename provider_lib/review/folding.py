"""Changes that would be told in the same words, together: forty connectors that change alike are one entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from provider_lib.review.report import Change

FEWEST: Final = 3
"""Objects that are worth an entry together."""


def together(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """The changes in their order, each with those that are alike."""
    groups: dict[str, list[Change]] = {}
    belonging = [(change, groups.setdefault(_told(change), [])) for change in changes]
    for change, group in belonging:
        group.append(change)
    for change, group in belonging:
        if len(group) < FEWEST:
            yield (change,)
        elif change is group[0]:
            yield tuple(group)


def _told(change: Change) -> str:
    """All that is told of a change but which object it is; a secret that stays says nothing of the change."""
    secrets = tuple(use for use in change.secrets if use.fate != "unchanged")
    return repr(replace(change, name="", address="", identity="", secrets=secrets))
