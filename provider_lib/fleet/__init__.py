"""What we own over all stacks, as it is now.

What the states say that we own is read live through the engine's own reads: one list where an API has one. No system
has code of its own here; what a declaration has to say stands in its ``lifecycle`` or ``live``.
"""

from __future__ import annotations

from provider_lib.fleet.counts import Counts
from provider_lib.fleet.healer import Healer
from provider_lib.fleet.healing import Count, Finding, Limits
from provider_lib.fleet.looking import Fleet
from provider_lib.fleet.orders import Outcome, give
from provider_lib.fleet.owned import Owned, StackState, owned_by
from provider_lib.fleet.provider_blocks import provider_blocks
from provider_lib.fleet.selection import is_meant
from provider_lib.fleet.sightings import Sightings
from provider_lib.fleet.status import Status, Task, Verdict

__all__ = [
    "Count",
    "Counts",
    "Finding",
    "Fleet",
    "Healer",
    "Limits",
    "Outcome",
    "Owned",
    "Sightings",
    "StackState",
    "Status",
    "Task",
    "Verdict",
    "give",
    "is_meant",
    "owned_by",
    "provider_blocks",
]
