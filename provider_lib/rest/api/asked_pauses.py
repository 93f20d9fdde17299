"""The pause that a server asks for, and what becomes of one that nobody can or will make.

Source: RFC 9110 10.2.3 (Retry-After); X-RateLimit-Reset in seconds from now or as a point in time.
"""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime

from provider_lib.rest.api.messages import Answer
from provider_lib.rest.api.pauses import LONGEST_ASKED

NOT_CARRIED_OUT = 429
RESET_HEADERS = ("x-ratelimit-reset", "ratelimit-reset")
FIRST_EPOCH = 1_000_000_000
"""A reset from here on is a point in time, not a number of seconds from now."""

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?(e[0-9]+)?", re.IGNORECASE)
_YEAR = 366 * 24 * 3600
_LONGEST_QUOTED = 40


def asked_pause(answer: Answer) -> float | None:
    """The seconds that a server asks to wait, None when it does not ask, or for nothing that makes sense."""
    asked = _asked(answer)
    return None if asked is None else _seconds(asked)


def unheeded(answer: Answer) -> str | None:
    """Why a pause that a server asked for was not made, None when it was or nobody asked."""
    asked = _asked(answer)
    if asked is None:
        return None
    seconds = _seconds(asked)
    if seconds is None:
        quoted = asked[:_LONGEST_QUOTED] + ("..." if len(asked) > _LONGEST_QUOTED else "")
        return f"It asks to wait for {quoted!r}, which is no length of time; the usual pauses were made instead."
    if seconds > LONGEST_ASKED:
        return (
            f"It asks to wait for {_words(seconds)}, and longer than {_words(LONGEST_ASKED)} is not waited for. "
            "Run this again later."
        )
    return None


def _asked(answer: Answer) -> str | None:
    if (asked := answer.headers.get("retry-after")) is not None:
        return asked
    if answer.status != NOT_CARRIED_OUT:
        return None
    return next((answer.headers[name] for name in RESET_HEADERS if name in answer.headers), None)


def _seconds(text: str) -> float | None:
    """The length of a pause given as seconds from now, as a point in time or as a date."""
    is_number = _NUMBER.fullmatch(text) is not None
    try:
        seconds = float(text) if is_number else parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, ArithmeticError):
        return None
    if is_number and seconds < 0:
        return None
    if is_number and seconds >= FIRST_EPOCH:
        seconds -= time.time()
    return max(0.0, seconds)


def _words(seconds: float) -> str:
    if seconds > _YEAR:
        return "more than a year"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
