"""What a rule found, for whoever synthesizes and whoever reviews."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from provider_lib.errors import StateError

Severity = Literal["error", "warning", "information"]
"""An error fails the synth; the others are remarked."""

FINDINGS_FILE: Final = "policy.json"
"""Lies beside a synthesized stack, and has all that was found in it."""

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    Args:
        rule: id of the rule.
        severity: how bad it is.
        construct: path of the construct, e.g. ``dev/orders/sink``; empty when it is about the app.
        attribute: which argument, and where in it, as it is written in Python; empty when it is about none.
        what: completes a sentence that begins with the attribute: ``is 4``.
        reason: why that matters.
        way_out: what to do.
        source: who says so: the address of a page.
        line: of the app's code that made the construct, e.g. ``main.py, line 12``; empty when that is not known.
        waived: why, and until when, it does not count; empty when it does.
    """

    rule: str
    severity: Severity
    construct: str
    attribute: str
    what: str
    reason: str
    way_out: str
    source: str = ""
    line: str = ""
    waived: str = ""

    @property
    def summary(self) -> str:
        """What is found, in one line, without the construct."""
        return f"{self.attribute} {self.what}".strip()

    @property
    def advice(self) -> str:
        """Why it matters and what to do, with the id by which it is waived."""
        return " ".join(part for part in (self.reason, self.way_out, f"[{self.rule}]") if part)


def to_json(findings: Iterable[Finding]) -> str:
    """The text of a ``FINDINGS_FILE``."""
    return json.dumps({"format": _FORMAT, "findings": [asdict(item) for item in findings]}, indent=2) + "\n"


def from_json(text: str) -> tuple[Finding, ...]:
    """The findings in the text of a ``FINDINGS_FILE``.

    Raises:
        StateError: it is none that this version reads.
    """
    try:
        noted: Any = json.loads(text)
        if noted["format"] != _FORMAT:
            raise ValueError(noted["format"])
        return tuple(Finding(**item) for item in noted["findings"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise StateError(
            f"{FINDINGS_FILE} cannot be read", "It is not what this version of a synth writes: run `sluice synth`."
        ) from error
