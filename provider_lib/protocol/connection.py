"""One connection of a gRPC client: HTTP/2 as far as it takes, with many calls at once.

Source: RFC 9113; gRPC over HTTP2, PROTOCOL-HTTP2.md. docs/design/our-own-server.md says why it is ours.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Condition
from typing import Final

from hpack import HPACKError

from provider_lib.protocol import frames
from provider_lib.protocol.headers import LARGEST_HEADERS, Headers
from provider_lib.protocol.transport import Transport

Answer = bytes | Iterator[bytes]
"""A message, or one after the other."""

LARGEST_MESSAGE: Final = 256 << 20
"""Bytes; gRPC's usual limit of 4 MiB is less than a large plan."""

_GRANTED_AT: Final = 1 << 20
"""Bytes received, after which the client may send as many more."""


class Call:
    """A call of the client, and the stream that it has.

    Args:
        stream: its number.
        window: bytes that may be sent to it.
        path: the method, as ``/service/name``.
    """

    __slots__ = ("is_over", "path", "received", "stream", "window")

    def __init__(self, stream: int, window: int, path: str) -> None:
        self.stream = stream
        self.window = window
        self.path = path
        self.received = bytearray()
        self.is_over = False


class _Violation(Exception):
    """The client breaks the protocol: ends the connection, with a code."""

    def __init__(self, code: int) -> None:
        self.code = code


class Over(Exception):
    """Nobody waits for an answer any more."""


class Connection:
    """Reads calls and sends answers, until the client goes.

    Args:
        transport: the bytes.
        knows: whether there is a method of this path; a call of another is refused at once.
        take: is given each call with its message; it answers at once, or from a thread of its own.
    """

    def __init__(
        self, transport: Transport, knows: Callable[[str], bool], take: Callable[[Connection, Call, bytes], None]
    ) -> None:
        self._transport = transport
        self._knows, self._take = knows, take
        self._headers = Headers()
        self._calls: dict[int, Call] = {}
        self._last = 0
        self._begun: tuple[int, int, bytes] | None = None
        self._ungranted = 0
        self._room = Condition()
        self._window = self._first_window = frames.WINDOW
        self._largest_frame = frames.LARGEST_FRAME

    def serve(self) -> None:
        """Read until the client goes, or breaks the protocol."""
        try:
            self._serve()
        except _Violation as violation:
            self._say_goodbye(violation.code)
        except OSError:  # it is gone
            pass
        finally:
            self.close()
            self._transport.close()

    def close(self) -> None:
        """End it; answers that are under way go nowhere."""
        with self._room:
            for call in self._calls.values():
                call.is_over = True
            self._calls.clear()
            self._room.notify_all()
        self._transport.end()

    def say_goodbye(self) -> None:
        """Tell the client that no further call is taken."""
        self._say_goodbye(0)

    def _say_goodbye(self, code: int) -> None:
        with suppress(OSError):  # it is gone already
            self._transport.send(frames.go_away(self._last, code))

    # What is sent

    def answer(self, call: Call, answer: Answer) -> None:
        """Send all of an answer.

        Raises:
            Over: nobody waits for it any more.
            OSError: the connection failed.
        """
        out = frames.beginning(call.stream)
        if isinstance(answer, bytes):
            out = self._add(call, out, answer)
        else:
            for message in answer:
                self._transport.send(self._add(call, out, message))
                out = b""
        self._end(call, out + frames.ending(call.stream, frames.OK))

    def answer_at_once(self, call: Call, message: bytes) -> bool:
        """Send all of an answer if there is room for it, else nothing: who receives cannot wait for what is received.

        Raises:
            Over: nobody waits for it any more.
            OSError: the connection failed.
        """
        content = frames.message(message)
        with self._room:
            if len(content) > min(self._window, call.window, self._largest_frame):
                return False
            self._window -= len(content)
        begun = frames.beginning(call.stream) + frames.frame(frames.DATA, 0, call.stream, content)
        self._end(call, begun + frames.ending(call.stream, frames.OK))
        return True

    def fail(self, call: Call, status: int) -> None:
        """End a call of whose answer nothing was sent with another status than OK."""
        self._end(call, frames.ending(call.stream, status, is_alone=True))

    def break_off(self, call: Call) -> None:
        """End a call of whose answer a part may have been sent."""
        self._end(call, frames.reset(call.stream, frames.INTERNAL_ERROR))

    def refuse(self, call: Call) -> None:
        """Say that a call was not taken at all."""
        self._end(call, frames.reset(call.stream, frames.REFUSED_STREAM))

    def _end(self, call: Call, out: bytes) -> None:
        with self._room:
            self._calls.pop(call.stream, None)
            if call.is_over:
                raise Over
            call.is_over = True
        self._transport.send(out)

    def _add(self, call: Call, out: bytes, message: bytes) -> bytes:
        """What is to be sent with a message behind it; what there is no room for yet is waited for."""
        left = memoryview(frames.message(message))
        parts = [out]  # joined once: a message of 60 MB has thousands of frames
        while left:
            size = self._take_room(call, len(left), wait=False)
            if not size:
                self._transport.send(b"".join(parts))
                parts.clear()
                size = self._take_room(call, len(left), wait=True)
            parts.append(frames.frame(frames.DATA, 0, call.stream, left[:size]))
            left = left[size:]
        return b"".join(parts)

    def _take_room(self, call: Call, wanted: int, *, wait: bool) -> int:
        """How many of these bytes may be sent in a frame; none where there is no room and nobody waits."""
        with self._room:
            while True:
                if call.is_over:
                    raise Over
                size = min(wanted, self._window, call.window, self._largest_frame)
                if size > 0:
                    self._window -= size
                    call.window -= size
                    return size
                if not wait:
                    return 0
                self._room.wait()

    # What is received

    def _serve(self) -> None:
        for kind, flags, stream, content in self._frames():
            if self._begun is not None and (kind, stream) != (frames.CONTINUATION, self._begun[0]):
                raise _Violation(frames.PROTOCOL_ERROR)
            try:
                self._heed(kind, flags, stream, content)
            except HPACKError as error:
                raise _Violation(frames.COMPRESSION_ERROR) from error
            except (ValueError, struct.error) as error:  # the content is not what its kind has
                raise _Violation(frames.PROTOCOL_ERROR) from error

    def _frames(self) -> Iterator[tuple[int, int, int, bytes]]:
        """Kind, flags, stream and content of each frame, as they come.

        What TLS needs is done before the client says something, so nothing is sent before.
        """
        received = bytearray()
        while len(received) < len(frames.PREFACE):
            if not (data := self._transport.receive()):
                return
            received += data
        if not received.startswith(frames.PREFACE):
            raise _Violation(frames.PROTOCOL_ERROR)
        ours = frames.settings(window=frames.LARGEST_WINDOW)
        self._transport.send(ours + frames.window_update(0, frames.LARGEST_WINDOW - frames.WINDOW))
        at = len(frames.PREFACE)
        while True:
            while len(received) - at >= frames.HEAD_SIZE:
                size, kind, flags, stream = frames.head(received, at)
                if size > frames.LARGEST_FRAME:
                    raise _Violation(frames.FRAME_SIZE_ERROR)
                if len(received) < at + frames.HEAD_SIZE + size:
                    break
                at += frames.HEAD_SIZE + size
                yield kind, flags, stream, bytes(received[at - size : at])
            del received[:at]
            at = 0
            if not (data := self._transport.receive()):
                return
            received += data

    def _heed(self, kind: int, flags: int, stream: int, content: bytes) -> None:
        match kind:
            case frames.DATA:
                self._heed_data(flags, stream, content)
            case frames.HEADERS:
                content = frames.without_padding(flags, content)
                self._begun = (stream, flags, content[5:] if flags & frames.WITH_PRIORITY else content)
                self._begin(flags)
            case frames.CONTINUATION:
                if self._begun is None:
                    raise _Violation(frames.PROTOCOL_ERROR)
                number, first_flags, begun = self._begun
                self._begun = (number, first_flags, begun + content)
                self._begin(flags)
            case frames.RST_STREAM:
                with self._room:
                    if call := self._calls.pop(stream, None):
                        call.is_over = True
                    self._room.notify_all()
            case frames.SETTINGS if not flags & frames.ACK:
                self._heed_settings(frames.settings_in(content))
                self._transport.send(frames.frame(frames.SETTINGS, frames.ACK, 0))
            case frames.PING if not flags & frames.ACK:
                self._transport.send(frames.frame(frames.PING, frames.ACK, 0, content))
            case frames.WINDOW_UPDATE:
                self._widen(stream, frames.number(content))

    def _begin(self, flags: int) -> None:
        """Begin a call, once all of its headers are there."""
        assert self._begun is not None
        stream, first_flags, block = self._begun
        if len(block) > LARGEST_HEADERS:
            raise _Violation(frames.PROTOCOL_ERROR)
        if not flags & frames.END_HEADERS:
            return
        self._begun = None
        path = self._headers.path_in(block)
        if stream in self._calls:  # these are trailers, of which gRPC has none
            self._end_of_request(self._calls[stream])
            return
        if not stream % 2 or stream <= self._last:
            raise _Violation(frames.PROTOCOL_ERROR)
        self._last = stream
        with self._room:
            call = self._calls[stream] = Call(stream, self._first_window, path)
        if not self._knows(path):
            self._fail_at_once(call, frames.UNIMPLEMENTED)
        elif first_flags & frames.END_STREAM:
            self._end_of_request(call)

    def _heed_data(self, flags: int, stream: int, content: bytes) -> None:
        self._ungranted += len(content)
        if self._ungranted > _GRANTED_AT:
            self._transport.send(frames.window_update(0, self._ungranted))
            self._ungranted = 0
        call = self._calls.get(stream)
        if call is None:  # it was answered already
            return
        call.received += frames.without_padding(flags, content)
        if len(call.received) > LARGEST_MESSAGE:
            self._fail_at_once(call, frames.RESOURCE_EXHAUSTED)
        elif flags & frames.END_STREAM:
            self._end_of_request(call)

    def _end_of_request(self, call: Call) -> None:
        status, message = frames.message_in(call.received)
        call.received = bytearray()
        if status == frames.OK:
            self._take(self, call, message)
        else:
            self._fail_at_once(call, status)

    def _fail_at_once(self, call: Call, status: int) -> None:
        with suppress(Over):
            self.fail(call, status)

    def _heed_settings(self, theirs: dict[int, int]) -> None:
        with self._room:
            self._largest_frame = theirs.get(frames.MAX_FRAME_SIZE, self._largest_frame)
            window = theirs.get(frames.INITIAL_WINDOW_SIZE, self._first_window)
            for call in self._calls.values():
                call.window += window - self._first_window
            self._first_window = window
            self._room.notify_all()

    def _widen(self, stream: int, size: int) -> None:
        """Let more be sent."""
        with self._room:
            if stream == 0:
                self._window += size
            elif call := self._calls.get(stream):
                call.window += size
            self._room.notify_all()
