"""What a plan does otherwise than a report of an earlier one says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from provider_lib.review.document import document
from provider_lib.review.report import DEEDS, Report
from provider_lib.review.words import apart, line, shown
from provider_lib.spec.announcements import WILL_BE_MADE_ANEW

MOST: Final = 20
"""Differences that are told."""

Said = Mapping[str, Any]


def unlike(reviewed: Said, report: Report) -> list[str]:
    """What is otherwise, a line for each object, action and value; nothing where the former report does not tell.

    Args:
        reviewed: of the stack in a report in JSON, or only its digest.
        report: of the plan now.
    """
    if "changes" not in reviewed:
        return []
    now = json.loads(json.dumps(document([report])))["stacks"][0]
    try:
        found = [line(words, 400) for words in _unlike(reviewed, now)]
    except (LookupError, TypeError, ValueError, AttributeError):
        return []
    return [*found[:MOST], *([f"and {len(found) - MOST} more"] if len(found) > MOST else [])]


def _unlike(reviewed: Said, now: Said) -> Iterator[str]:
    old, new = ({it["address"]: it for it in side["changes"]} for side in (reviewed, now))
    for address in sorted({*old, *new}):
        was, becomes = old.get(address), new.get(address)
        name = (becomes or was or {})["name"]
        if was is None or becomes is None or was["deed"] != becomes["deed"]:
            yield f"{name}: {_deed(was)} was reviewed, {_deed(becomes)} now"
            continue
        for what in ("identity", "moved_from", "is_imported"):
            if was[what] != becomes[what]:
                yield f"{name}: {what} {shown(was[what])} was reviewed, {shown(becomes[what])} now"
        if _way(was) != _way(becomes):
            yield f"{name}: that it {_way(was)} was reviewed, that it {_way(becomes)} now"
        yield from (f"{name}: {words}" for words in _values(was["differences"], becomes["differences"]))
        yield from (f"{name}: {words}" for words in _secrets(was["secrets"], becomes["secrets"]))
    yield from (f"output {words}" for words in _values(reviewed["outputs"], now["outputs"]))
    if reviewed["is_whole"] != now["is_whole"]:
        yield "the plan is not whole" if reviewed["is_whole"] else "the plan is whole now, and was not"


def _deed(change: Said | None) -> str:
    words = {str(deed): words for deed, words in DEEDS.items()}
    return "nothing" if change is None else f"{words.get(change['deed'], change['deed'])!r}"


def _way(change: Said) -> str:
    announced = any(it["summary"].endswith(WILL_BE_MADE_ANEW) for it in change["remarks"])
    return WILL_BE_MADE_ANEW if announced else "is changed in place"


def _values(reviewed: list[Said], now: list[Said]) -> Iterator[str]:
    old, new = ({tuple(it["path"]): (it["server"], it["after"]) for it in side} for side in (reviewed, now))
    for path in sorted({*old, *new}):
        if (was := old.get(path)) != (becomes := new.get(path)):
            looks = apart(*(was or ()), *(becomes or ()))
            first, last = " -> ".join(looks[:2]) if was else "", " -> ".join(looks[-2:]) if becomes else ""
            yield f"{'.'.join(path)}: {first or 'no change'} was reviewed, {last or 'no change'} now"


def _secrets(reviewed: list[Said], now: list[Said]) -> Iterator[str]:
    old, new = ({it["name"]: (it["fate"], it["source"]) for it in side} for side in (reviewed, now))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            was, becomes = (" from ".join(side[name]) if name in side else "none" for side in (old, new))
            yield f"secret {name}: {was} was reviewed, {becomes} now"
