"""A client of HTTP/2 that sends what it is told, byte by byte."""

from __future__ import annotations

import socket
import struct
from collections import deque

from hpack import Decoder, Encoder

from provider_lib.protocol import frames

Frame = tuple[int, int, int, bytes]

ECHO = "/tfplugin6.Provider/Echo"


class ByteClient:
    """Sends frames, and hears those that come.

    Args:
        connected: the socket.
    """

    def __init__(self, connected: socket.socket) -> None:
        connected.settimeout(20)
        self._socket = connected
        self._encoder, self._decoder = Encoder(), Decoder()
        self._received = bytearray()
        self._set_aside: deque[Frame] = deque()

    def send(self, *sent: bytes) -> None:
        self._socket.sendall(b"".join(sent))

    def begin(self, **settings: int) -> None:
        """Say hello, and hear it."""
        chosen = b"".join(struct.pack(">HI", int(key[1:]), value) for key, value in settings.items())
        self.send(frames.PREFACE, frames.frame(frames.SETTINGS, 0, 0, chosen))
        assert [self.next() for _ in range(3)] == [
            (frames.SETTINGS, 0, 0, struct.pack(">HI", 4, 2**31 - 1)),
            (frames.WINDOW_UPDATE, 0, 0, struct.pack(">I", 2**31 - 1 - 65_535)),
            (frames.SETTINGS, frames.ACK, 0, b""),
        ]

    def headers(self, path: str | bytes) -> bytes:
        """A block of headers, as short as it can be."""
        fields = [(":method", "POST"), (":path", path), ("te", "trailers"), ("content-type", "application/grpc")]
        return self._encoder.encode(fields)

    def call(self, stream: int, message: bytes, path: str = ECHO) -> None:
        """Make a call."""
        data, parts = memoryview(frames.message(message)), []
        while len(data) > frames.LARGEST_FRAME:
            part, data = data[: frames.LARGEST_FRAME], data[frames.LARGEST_FRAME :]
            parts.append(frames.frame(frames.DATA, 0, stream, part))
        self.send(
            frames.frame(frames.HEADERS, frames.END_HEADERS, stream, self.headers(path)),
            *parts,
            frames.frame(frames.DATA, frames.END_STREAM, stream, data),
        )

    def next(self) -> Frame:
        """The next frame that comes."""
        if self._set_aside:
            return self._set_aside.popleft()
        while len(self._received) < 9 or len(self._received) < 9 + frames.head(self._received, 0)[0]:
            came = self._socket.recv(65_536)
            assert came, "the connection ended"
            self._received += came
        size, kind, flags, stream = frames.head(self._received, 0)
        content = bytes(self._received[9 : 9 + size])
        del self._received[: 9 + size]
        return kind, flags, stream, content

    def fields(self, block: bytes) -> dict[str, str]:
        """Headers that came."""
        return {str(name): str(value) for name, value in self._decoder.decode(block)}

    def answer(self) -> tuple[bytes, dict[str, str]]:
        """The data of the next answer, and what it ends with; parts of others may come between its own."""
        _, _, answered, block = self.next()
        assert self.fields(block) == {":status": "200", "content-type": "application/grpc"}
        data, others = bytearray(), list[Frame]()
        while True:
            kind, flags, stream, content = frame = self.next()
            if stream != answered:
                others.append(frame)
            elif kind == frames.HEADERS:
                assert flags & frames.END_STREAM
                self._set_aside.extendleft(reversed(others))
                return bytes(data), self.fields(content)
            else:
                data += content

    def refusal(self) -> Frame:
        """The next frame, with the status that it tells instead of an answer."""
        kind, flags, stream, block = self.next()
        fields = self.fields(block)
        status = fields.pop("grpc-status")
        assert fields == {":status": "200", "content-type": "application/grpc"}
        return kind, flags, stream, status.encode()

    def ping(self) -> None:
        """Wait until all that was sent is heeded, of which the client is told nothing."""
        self.send(frames.frame(frames.PING, 0, 0, b"a b c d "))
        assert self.next() == (frames.PING, frames.ACK, 0, b"a b c d ")

    def hang_up(self) -> None:
        self._socket.close()
