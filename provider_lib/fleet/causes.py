"""What a stack trace says of a failure: whether it passes, or lasts until somebody does something about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from provider_lib.spec import Cause

_FRAME: Final = re.compile(
    r"\s+at |\s*\.\.\. \d+ (more|common frames)|.*\((\w+\.\w+:\s*\d+|Native Method|Unknown Source)\)$|\s*$"
)
_LINK: Final = re.compile(r"^\s*Caused by: ", re.MULTILINE)


_LONGEST: Final = 2_000
"""Characters of a line that are looked at: what a server says has no end of its own."""


def judge(traces: Sequence[str], causes: Sequence[Cause]) -> tuple[Cause | None, int]:
    """Why something has failed by the stack traces of its failures, and the place of the one that decides.

    Of several failures, one that lasts decides, and so does one that nothing is known of: a restart would be in vain
    for the whole.

    Args:
        causes: in the order in which they are looked for.

    Returns:
        None as the cause when the traces do not tell.
    """
    found = [_cause(trace, causes) for trace in traces]
    if not found:
        return None, 0
    lasting = (place for place, cause in enumerate(found) if cause is not None and cause.lasts)
    untold = (place for place, cause in enumerate(found) if cause is None)
    place = next(chain(lasting, untold), 0)
    return found[place], place


def gist(trace: str) -> str:
    """The line of a trace that says most: of the root of its exceptions, or the nearest to it that has a message."""
    heads = [head for link in _links(trace) if (head := link.strip().partition("\n")[0].strip())]
    return next((head for head in reversed(heads) if ": " in head), heads[0] if heads else "")


def _cause(trace: str, causes: Sequence[Cause]) -> Cause | None:
    """The first link of the chain that is known, from the root outwards: the root says most."""
    for link in reversed(_links(trace)):
        for cause in causes:
            if re.search(cause.pattern, link, re.IGNORECASE):
                return cause
    return None


def _links(trace: str) -> list[str]:
    """The exceptions of a trace with their messages, each caused by the next."""
    return _LINK.split("\n".join(line[:_LONGEST] for line in trace.splitlines() if not _FRAME.match(line)))
