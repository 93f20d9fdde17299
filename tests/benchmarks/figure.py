"""What a benchmark reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure beside its budget.

    Args:
        name: what was measured.
        measured: the figure.
        budget: what it may be at most.
        unit: of both; empty for a ratio or a count.
        made_of: the figures it was worked out from.
    """

    name: str
    measured: float
    budget: float
    unit: str = ""
    made_of: str = ""

    def __str__(self) -> str:
        verdict = "ok  " if self.measured <= self.budget else "OVER"
        measured, budget = f"{self.measured:.4g} {self.unit}".rstrip(), f"{self.budget:g} {self.unit}".rstrip()
        return f"{verdict}  {self.name:<50} {measured:>8}  (at most {budget})  {self.made_of}".rstrip()
