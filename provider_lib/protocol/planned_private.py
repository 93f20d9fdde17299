"""Private state on its way from a plan to its apply."""

from __future__ import annotations

from typing import cast

import msgpack

from provider_lib.dataclass import dataclass
from provider_lib.errors import SluiceError


@dataclass(frozen=True, slots=True)
class PlannedPrivate:
    """What a plan stores for its apply.

    Terraform hands an apply only the private state that the plan gave, and stores whatever the apply answers.
    So that a failed apply can leave the private state as it was, the plan carries that along. And it hands the delete
    of an object that is replaced nothing of what comes in its place, but the private state that the plan of that gave:
    so that one carries what it planned.

    Args:
        stored: what is stored with the prior state.
        planned: what the plan gave.
        created: the object that the plan makes, encoded; empty where it makes none.
    """

    stored: bytes
    planned: bytes
    created: bytes = b""

    def pack(self) -> bytes:
        """As opaque bytes for Terraform; nothing for nothing."""
        if not self.stored and not self.planned and not self.created:
            return b""
        return cast("bytes", msgpack.packb([self.stored, self.planned, self.created]))


def unpack_private(data: bytes) -> PlannedPrivate:
    """Read what ``PlannedPrivate.pack`` wrote.

    Raises:
        SluiceError: something else wrote it.
    """
    try:
        stored, planned, created = msgpack.unpackb(data) if data else (b"", b"", b"")
    except (ValueError, TypeError) as error:
        raise _foreign() from error
    if not all(isinstance(part, bytes) for part in (stored, planned, created)):
        raise _foreign()
    return PlannedPrivate(stored, planned, created)


def _foreign() -> SluiceError:
    return SluiceError("Another version of the provider made this plan", "Plan again with this one.")
