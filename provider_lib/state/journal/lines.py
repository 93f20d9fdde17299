"""The form of a journal file: a line of JSON for each step of an entry, of which the last one counts.

Every line is written between two line ends, so that one that was cut (by a kill, or a full disk) spoils no other. Such
a line was never promised to anybody: what it tells of was not begun, or is looked for on the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from provider_lib.dataclass import dataclass

GONE: Final = "gone"
"""The member of a line that ends an entry."""

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    Args:
        entries: by id, without those that are gone.
        unreadable: how many whole lines are none.
    """

    entries: dict[str, Entry]
    unreadable: int = 0


def line(entry: Entry) -> bytes:
    """An entry as it is now."""
    return b"\n" + json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def end(entry_id: str) -> bytes:
    """That an entry is over."""
    return line({"id": entry_id, GONE: True})


def parse(data: bytes) -> Content:
    """What the lines of a file come to; what stands behind the last line end was cut and counts for nothing."""
    entries: dict[str, Entry] = {}
    unreadable = 0
    for text in data.split(b"\n")[:-1]:
        if not text:
            continue
        entry = _entry(text)
        if entry is None:
            unreadable += 1
        elif entry.get(GONE):
            entries.pop(entry["id"], None)
        else:
            entries[entry["id"]] = entry
    return Content(entries, unreadable)


def _entry(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("id"), str) else None
