"""Which worker it is that answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provider_lib.sandbox.switches import SwitchBoard


class KafkaConnectSwitches(SwitchBoard):
    """What differs from worker to worker.

    Args:
        version: decides which operations there are.
        told_version: what the worker says instead, where a distribution has a numbering of its own.
        authenticated: whether HTTP Basic credentials are asked for.
        secrets_shown_as: how values of PASSWORD keys are shown; Apache's worker shows them as they are.
    """

    version: str = Field(default="3.9.0", pattern=r"^\d+\.\d+\.\d+$")
    told_version: str | None = None
    authenticated: bool = False
    secrets_shown_as: Literal["********", "••••••••"] | None = None

    def is_at_least(self, version: tuple[int, int]) -> bool:
        """Whether the worker is of ``version`` (major, minor) or later."""
        return tuple(int(part) for part in self.version.split("."))[:2] >= version
