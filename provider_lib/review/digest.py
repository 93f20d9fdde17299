"""What a report is about, in a few characters: two plans of the same change have the same digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from provider_lib.review.report import Change, Difference, Report
from provider_lib.spec.announcements import WILL_BE_MADE_ANEW

VERSION: Final = "1"
"""Of what is digested: a digest that another version made is not taken for this one's."""
CHARACTERS: Final = 40


def digest(report: Report) -> str:
    """The digest of what a plan does: its objects, what is done to them, the values that change, their secrets.

    How things were when the plan looked, and what was said meanwhile, differ from plan to plan and are no part of it.
    Nor are secrets, which a report does not have: that one gets another value is, what it is not.
    """
    about = {
        "stack": report.stack,
        "changes": sorted((_change(change) for change in report.changes), key=lambda it: str(it["address"])),
        "outputs": _values(report.outputs),
        "is_whole": report.is_whole,
    }
    written = json.dumps(about, sort_keys=True, ensure_ascii=False)
    return f"{VERSION}:{hashlib.sha256(written.encode('utf-8', 'surrogatepass')).hexdigest()[:CHARACTERS]}"


def _change(change: Change) -> dict[str, Any]:
    return {
        "address": change.address,
        "identity": change.identity,
        "deed": change.deed,
        "is_imported": change.is_imported,
        "moved_from": change.moved_from,
        "secrets": [[use.name, use.source, use.fate] for use in change.secrets],
        "values": _values(change.differences),
        **({"is_made_anew": True} if any(it.summary.endswith(WILL_BE_MADE_ANEW) for it in change.remarks) else {}),
    }


def _values(differences: Iterable[Difference]) -> list[Any]:
    return [[list(it.path), it.server, it.after] for it in differences]
