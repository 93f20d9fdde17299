"""The headers of a gRPC call, of which only the method matters."""

from __future__ import annotations

from typing import Final

from hpack import Decoder

LARGEST_HEADERS: Final = 1 << 16
"""Bytes of those of one call."""


class Headers:
    """Reads the blocks of headers of one connection, of which a client sends the same few again and again."""

    def __init__(self) -> None:
        self._decoder = Decoder(LARGEST_HEADERS)
        self._paths: dict[bytes, str] = {}

    def path_in(self, block: bytes) -> str:
        """The path that is called.

        Raises:
            HPACKError: the block is broken, which spoils all that follow.
        """
        known = self._paths.get(block)
        if known is not None:
            return known
        decoded = dict(self._decoder.decode(block, raw=True))
        path = bytes(decoded.get(b":path", b"")).decode("ascii", "replace")
        if all(byte & 0x80 for byte in block):
            self._paths[block] = path  # nothing but numbers of headers that were sent before
        else:
            self._paths.clear()  # what a number means may have changed
        return path
