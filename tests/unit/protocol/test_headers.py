"""The path of a call is found in its headers, and what they refer to by numbers is what it was when they were sent."""

from __future__ import annotations

from provider_lib.protocol.headers import Headers


def told(path: bytes) -> bytes:
    """A block that spells a path, which has the next number from then on."""
    return bytes([0x45, len(path)]) + path


LAST, LAST_BUT_ONE = b"\xbe", b"\xbf"
"""Blocks that name by its number what was spelt before."""


def test_a_number_is_the_path_that_it_was_given_to_last() -> None:
    headers = Headers()
    blocks = [told(b"/aa"), told(b"/cc"), told(b"/aa"), LAST, LAST_BUT_ONE, LAST, told(b"/ee"), LAST, LAST_BUT_ONE]
    assert [headers.path_in(block) for block in blocks] == [
        "/aa",
        "/cc",
        "/aa",
        "/aa",
        "/cc",
        "/aa",
        "/ee",
        "/ee",
        "/aa",
    ]


def test_headers_without_a_path_call_nothing() -> None:
    assert Headers().path_in(b"\x83") == ""
    assert Headers().path_in(told(b"/\xff")) == "/\ufffd"
