"""Why what runs fails, as a value: known by what a stack trace says."""

from __future__ import annotations

from provider_lib.dataclass import dataclass
from provider_lib.spec.word import word


@word
@dataclass(frozen=True, slots=True)
class Cause:
    """A reason for which connectors fail.

    Args:
        name: what people call it.
        lasts: whether a restart is in vain until somebody does something.
        pattern: a regular expression that an exception with its message matches, in any case.
        source: what says so.
        advice: what to do about one that lasts.
    """

    name: str
    lasts: bool
    pattern: str
    source: str
    advice: str = ""
