"""Private state on its way from a plan to its apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import msgpack


@dataclass(frozen=True, slots=True)
class PlannedPrivate:
    """What a plan stores for its apply.

    Terraform hands an apply only the private state that the plan gave, and stores whatever the apply answers.
    So that a failed apply can leave the private state as it was, the plan carries that along.

    Args:
        stored: what is stored with the prior state.
        planned: what the plan gave.
    """

    stored: bytes
    planned: bytes

    def pack(self) -> bytes:
        """As opaque bytes for Terraform; nothing for nothing."""
        if not self.stored and not self.planned:
            return b""
        return cast("bytes", msgpack.packb([self.stored, self.planned]))


def unpack_private(data: bytes) -> PlannedPrivate:
    """Read what ``PlannedPrivate.pack`` wrote."""
    stored, planned = msgpack.unpackb(data) if data else (b"", b"")
    return PlannedPrivate(stored, planned)
