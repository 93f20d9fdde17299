"""Waivers: what is found and let be, with a reason, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Final

from provider_lib.errors import ConfigError
from provider_lib.policy.findings import Finding

OVER: Final = "waiver-over"
"""Id of the findings about waivers whose time is over."""

UNUSED: Final = "waiver-unused"
"""Id of the findings about waivers that cover nothing."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Lets be what a rule finds.

    Args:
        rule: id of the rule.
        construct: path of the construct; ``*`` stands for anything: ``prod/*``.
        reason: why, for whoever reads it in a year.
        until: the last day on which it counts, in UTC, e.g. ``2026-12-31``.

    Raises:
        ConfigError: there is no reason, or no such day.
    """

    rule: str
    construct: str
    reason: str
    until: str

    def __post_init__(self) -> None:
        """Refuse what nobody could judge later."""
        named = f"The waiver of {self.rule} for {self.construct}"
        if not self.reason.strip():
            raise ConfigError(f"{named} has no reason", "Say why what it finds may be, for whoever reads it in a year.")
        try:
            date.fromisoformat(self.until)
        except ValueError as error:
            raise ConfigError(f"{named} ends on {self.until!r}, which is no day", 'Write "2026-12-31".') from error

    def is_over(self, today: date) -> bool:
        """Whether it does not count any more."""
        return date.fromisoformat(self.until) < today

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one that it lets be."""
        return self.rule == finding.rule and fnmatchcase(finding.construct, self.construct)

    def is_about(self, stack: str) -> bool:
        """Whether it can cover only what is in one stack, by the stack's path."""
        return self.construct == stack or self.construct.startswith(f"{stack}/")

    def unused(self) -> Finding:
        """The warning that nothing is found any more of what it lets be."""
        return Finding(
            UNUSED,
            "warning",
            "",
            "",
            f"the waiver of {self.rule} for {self.construct} covers nothing",
            f"It was given because: {self.reason}",
            "Take it out, or mend its path.",
        )

    def over(self) -> Finding:
        """The error that it has become."""
        return Finding(
            OVER,
            "error",
            "",
            "",
            f"the waiver of {self.rule} for {self.construct} ended on {self.until}",
            f"It was given because: {self.reason}",
            "Mend what it covers and take it out, or give it another day.",
        )
