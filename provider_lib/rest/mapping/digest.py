"""A digest of what must not be stored."""

from __future__ import annotations

import hashlib


def digest(value: str, salt: str) -> str:
    """A salted digest, made slow on purpose so that a weak secret is not simply guessed from a state file."""
    return hashlib.scrypt(value.encode(), salt=bytes.fromhex(salt), n=2**10, r=8, p=1, dklen=16).hex()
