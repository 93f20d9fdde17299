"""Which worker it is that answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provider_lib.sandbox.connect_engine.definitions import Release
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

    @property
    def release(self) -> Release:
        """The release of Kafka that the worker is of."""
        return Release(self.version)
