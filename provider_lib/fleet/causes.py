"""What a stack trace says of a failure: whether it passes, or lasts until somebody does something about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from provider_lib.spec import Cause

_FRAME: Final = re.compile(
    r"\s+at |\s*\.\.\. \d+ (more|common frames)|.*\((\w+\.\w+:\s*\d+|Native Method|Unknown Source)\)$|\s*$"
)
_LINK: Final = re.compile(r"^\s*Caused by: ", re.MULTILINE)


def cause_of(traces: Iterable[str], causes: Sequence[Cause]) -> Cause | None:
    """Why something has failed by the stack traces of its failures; None when they do not tell.

    Of several failures, one that lasts decides, and so does one that nothing is known of: a restart would be in vain
    for the whole.

    Args:
        causes: in the order in which they are looked for.
    """
    found = [_cause(trace, causes) for trace in traces]
    if not found or any(cause is not None and cause.lasts for cause in found):
        return next((cause for cause in found if cause is not None and cause.lasts), None)
    return None if None in found else found[0]


def _cause(trace: str, causes: Sequence[Cause]) -> Cause | None:
    """The first link of the chain that is known, from the root outwards: the root says most."""
    links = _LINK.split("\n".join(line for line in trace.splitlines() if not _FRAME.match(line)))
    for link in reversed(links):
        for cause in causes:
            if re.search(cause.pattern, link, re.IGNORECASE):
                return cause
    return None
