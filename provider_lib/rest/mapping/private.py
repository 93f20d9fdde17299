"""What the provider remembers about an object beside its state; Terraform stores it unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """Private state of one object.

    Args:
        origin: ``importing`` until the first read after an import, ``imported`` until the first write.
        salt: hexadecimal; mixed into every digest.
        digests: configuration key -> salted digest of its secret value, "" when it is not known.
        rewritten: configuration key -> what the server made of its value, None when it hides the key.
        changed_outside: secret keys whose value on the server is no longer ours.
    """

    origin: Literal["created", "importing", "imported"] = "created"
    salt: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    rewritten: Mapping[str, str | None] = field(default_factory=dict)
    changed_outside: tuple[str, ...] = ()

    @classmethod
    def load(cls, stored: bytes) -> Private:
        """What was stored; the empty one when nothing was."""
        if not stored:
            return cls()
        known = json.loads(stored)
        return cls(
            origin=known["origin"],
            salt=known["salt"],
            digests=known["digests"],
            rewritten=known["rewritten"],
            changed_outside=tuple(known["changed_outside"]),
        )

    def dump(self) -> bytes:
        """The form in which it is stored."""
        return b"" if self == Private() else json.dumps(asdict(self), sort_keys=True).encode()
