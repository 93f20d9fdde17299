"""Rules that newer servers have and older ones had not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provider_lib.dataclass import dataclass
from provider_lib.spec.checks import Check, Problem
from provider_lib.spec.names import Version
from provider_lib.spec.word import word


@word
@dataclass(frozen=True, slots=True)
class Since:
    """A value must obey a rule where the server is of a version or newer, which a plan asks it."""

    version: Version
    rule: Check

    @property
    def words(self) -> str:
        return f"{self.rule.words} (since version {self.version})"

    def problems(self, _value: Any) -> Iterator[Problem]:
        """Nothing: without the server nobody knows."""
        return iter(())
