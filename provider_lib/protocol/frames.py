"""Frames of HTTP/2, as far as gRPC has them, and the headers of gRPC's answers, which are always the same.

Source: RFC 9113, 4 and 6; RFC 7541, 6 and appendix A; gRPC over HTTP2, PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

from struct import Struct
from typing import Final

PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
"""Kinds of frames; what is not among them is ignored."""

ACK: Final = 0x1
END_STREAM: Final = 0x1
END_HEADERS: Final = 0x4
PADDED: Final = 0x8
WITH_PRIORITY: Final = 0x20
"""Flags; the first is of SETTINGS and PING, the others of HEADERS and DATA."""

INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE = 0x4, 0x5
"""Settings that are heeded."""

PROTOCOL_ERROR, INTERNAL_ERROR, FRAME_SIZE_ERROR, REFUSED_STREAM, COMPRESSION_ERROR = 0x1, 0x2, 0x6, 0x7, 0x9
"""Codes of errors."""

OK, RESOURCE_EXHAUSTED, UNIMPLEMENTED, INTERNAL = 0, 8, 12, 13
"""gRPC's statuses."""

WINDOW: Final = 65_535
LARGEST_WINDOW: Final = 2**31 - 1
LARGEST_FRAME: Final = 16_384
"""Bytes, where nobody says otherwise."""

HEAD_SIZE: Final = 9
_HEAD = Struct(">HBBBI")
_NUMBER = Struct(">I")
_SETTING = Struct(">HI")
_PREFIX = Struct(">BI")


def frame(kind: int, flags: int, stream: int, content: bytes | memoryview = b"") -> bytes:
    """A frame; stream 0 is the connection itself."""
    size = len(content)
    return b"".join((_HEAD.pack(size >> 8, size & 0xFF, kind, flags, stream), content))


def head(data: bytes | bytearray, at: int) -> tuple[int, int, int, int]:
    """Size of the content, kind, flags and stream of the frame that begins there."""
    high, low, kind, flags, stream = _HEAD.unpack_from(data, at)
    return (high << 8) | low, kind, flags, stream & LARGEST_WINDOW


def number(content: bytes) -> int:
    """The number that a WINDOW_UPDATE or RST_STREAM consists of."""
    (found,) = _NUMBER.unpack(content)
    return int(found) & LARGEST_WINDOW


def settings(window: int) -> bytes:
    """A SETTINGS frame with our window of each stream."""
    return frame(SETTINGS, 0, 0, _SETTING.pack(INITIAL_WINDOW_SIZE, window))


def settings_in(content: bytes) -> dict[int, int]:
    """What a SETTINGS frame says; of what it says twice the last counts."""
    return dict(_SETTING.iter_unpack(content))


def window_update(stream: int, size: int) -> bytes:
    """That so many bytes more may be sent."""
    return frame(WINDOW_UPDATE, 0, stream, _NUMBER.pack(size))


def reset(stream: int, code: int) -> bytes:
    """That a stream is over."""
    return frame(RST_STREAM, 0, stream, _NUMBER.pack(code))


def go_away(last: int, code: int) -> bytes:
    """That no stream after this one is taken."""
    return frame(GOAWAY, 0, 0, _NUMBER.pack(last) + _NUMBER.pack(code))


def without_padding(flags: int, content: bytes) -> bytes:
    """The content of a DATA or HEADERS frame.

    Raises:
        ValueError: it has more padding than content.
    """
    if flags & PADDED:
        if not content or content[0] >= len(content):
            raise ValueError
        content = content[1 : len(content) - content[0]]
    return content


def message(content: bytes) -> bytes:
    """A message of gRPC's, not compressed."""
    return _PREFIX.pack(0, len(content)) + content


def message_in(data: bytearray) -> tuple[int, bytes]:
    """The only message in what was received: a status that is not OK where it is none."""
    if len(data) < _PREFIX.size:
        return INTERNAL, b""
    compressed, size = _PREFIX.unpack_from(data)
    if compressed:
        return UNIMPLEMENTED, b""
    return (OK, bytes(data[_PREFIX.size :])) if len(data) == _PREFIX.size + size else (INTERNAL, b"")


def _literal(name: bytes, value: bytes) -> bytes:
    """A header that nobody need remember."""
    return bytes([0, len(name)]) + name + bytes([len(value)]) + value


_BEGINNING = b"\x88" + _literal(b"content-type", b"application/grpc")
"""``:status: 200`` is the eighth of the headers that everybody knows."""


def beginning(stream: int) -> bytes:
    """The headers before the answers to a call."""
    return frame(HEADERS, END_HEADERS, stream, _BEGINNING)


def ending(stream: int, status: int, *, is_alone: bool = False) -> bytes:
    """The headers behind them.

    Args:
        is_alone: whether nothing was sent before.
    """
    content = (_BEGINNING if is_alone else b"") + _literal(b"grpc-status", str(status).encode())
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, content)
