"""What a campaign counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Self


@dataclass(slots=True)
class Figures:
    """The counts of one run, or of many.

    Args:
        runs: how many there were.
        faults: that came to pass, by kind.
        self_mended: runs that needed nothing but further deploys.
        named_steps: steps by hand that an error named in full, and that the campaign took.
        unnamed_steps: runs that did not come to an end by deploys and such steps.
        lost_keys: agent keys in the state that the server does not take, or none where there should be one.
        lost_objects: declared, and not on the server.
        duplicates: on the server more often than declared.
        orphans: on the server, and not declared or in no state.
        damaged_states: that cannot be read.
        left_behind: run folders with sockets or plans, and plan files.
        unsettled: second plans that are not empty.
    """

    runs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    self_mended: int = 0
    named_steps: int = 0
    unnamed_steps: int = 0
    lost_keys: int = 0
    lost_objects: int = 0
    duplicates: int = 0
    orphans: int = 0
    damaged_states: int = 0
    left_behind: int = 0
    unsettled: int = 0

    def add(self, other: Self) -> None:
        """Count another run, or many."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))

    @property
    def losses(self) -> dict[str, int]:
        """Whatever must be nought, and is not."""
        return {name: number for name in _NOUGHT if (number := getattr(self, name))}

    def __str__(self) -> str:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(self.faults.items()))
        lines = [f"{'runs':15}{self.runs:6}", f"{'faults':15}{self.faults.total():6}  {kinds}"]
        for item in fields(self)[2:]:
            lines.append(f"{item.name.replace('_', ' '):15}{getattr(self, item.name):6}")
        return "\n".join(lines)


_NOUGHT = tuple(
    item.name for item in fields(Figures) if item.name not in ("runs", "faults", "self_mended", "named_steps")
)
