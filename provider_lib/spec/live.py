"""What is watched of something that is there and runs, but has no desired states of its own."""

from __future__ import annotations

from typing import Annotated

from provider_lib.dataclass import dataclass
from provider_lib.spec.names import NamesField
from provider_lib.spec.roles import Volatile
from provider_lib.spec.word import word

Telemetry = Annotated[str, NamesField((Volatile,))]


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Marks a resource as one that is watched as those with a lifecycle are.

    Args:
        observed: the field that holds the server's word for what it does; None where being there is all that is told.
        connected: the field that says whether the agent that serves it is connected.
    """

    observed: Telemetry | None = None
    connected: Telemetry | None = None
