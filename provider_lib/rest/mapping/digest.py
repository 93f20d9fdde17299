"""Digests of what must not be stored, or is too long for that."""

from __future__ import annotations

import hashlib
import os


def new_salt() -> str:
    """What is mixed into the digests of one object, hexadecimal."""
    return os.urandom(16).hex()


def digest(value: str, salt: str) -> str:
    """A salted digest, made slow on purpose so that a weak secret is not simply guessed from a state file."""
    return hashlib.scrypt(value.encode(), salt=bytes.fromhex(salt), n=2**10, r=8, p=1, dklen=16).hex()


def fingerprint(value: str, salt: str) -> str:
    """A salted digest of what holds no secret; takes a few microseconds, where the other takes milliseconds."""
    return hashlib.blake2b(value.encode(), salt=bytes.fromhex(salt), digest_size=16, usedforsecurity=False).hexdigest()
