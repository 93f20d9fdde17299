"""Digests are stored: each is the same in every version, and another one for another value or salt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provider_lib.rest.mapping.digest import digest, fingerprint

SALT = "00112233445566778899aabbccddeeff"


@pytest.mark.parametrize(
    ("make", "made"),
    [(digest, "ec1bff88410ca4daeabed9e55eefb4d7"), (fingerprint, "45d93d31bee49b9d0fe53f6eb827b024")],
)
def test_a_digest_is_the_same_in_every_version(make: Callable[[str, str], str], made: str) -> None:
    assert make("hunter22", SALT) == made
    assert make("hunter23", SALT) != made
    assert make("hunter22", SALT[::-1]) != made
