"""What the healer says of something, in a line for people and for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from provider_lib.cli.status_table import title
from provider_lib.fleet import Finding


def line(finding: Finding) -> str:
    """What is new about something, and what to do about it."""
    status, cause = finding.status, finding.status.cause
    why = status.trouble
    told = f" ({cause.name}): {why}" if cause is not None else f": {why}" if why else ""
    name = f"{title(status)} of {status.stack}"
    if finding.error:
        return f"{name} could not be restarted: {finding.error}"
    match finding.word:
        case "healed":
            return f"{name} is well again"
        case "restart":
            return f"{name}: what had failed is restarted, for the {_nth(finding.count.restarts)} time{told}"
        case "given up":
            times = finding.count.restarts
            return f"{name} fails again after {times} restart{'' if times == 1 else 's'} and is left to you{told}"
        case "lasting":
            advice = cause.advice if cause is not None else ""
            return f"{name} has failed and will not heal by itself{told}\n  {advice}"
        case "unknown":
            return f"{name} has failed, and its trace does not tell whether that passes{told}"
        case "unread":
            return f"{name} could not be looked at{told}"
        case _:
            return f"{name} should run and does not: {status.does}{told}"


def as_row(finding: Finding, now: float) -> str:
    """The same for programs, as a line of JSON."""
    status, cause = finding.status, finding.status.cause
    row = {
        "at": datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
        "event": finding.word,
        "stack": status.stack,
        "address": status.address,
        "construct_path": status.construct_path,
        "system": status.system,
        "place": status.place,
        "name": status.name,
        "state": status.state,
        "restarts": finding.count.restarts,
        "cause": None if cause is None else cause.name,
        "advice": (cause.advice or None) if cause is not None else None,
        "trace": status.trouble or None,
        "error": finding.error,
    }
    return json.dumps(row)


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
