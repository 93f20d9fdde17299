"""HTTP/2 as a gRPC client speaks it, and as none should: byte by byte. The other tests have grpcio for a client."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from provider_lib.protocol import frames
from provider_lib.protocol.connection import Answer, Call, Connection, Over
from provider_lib.protocol.transport import Transport
from tests.unit.protocol.byte_client import ECHO, ByteClient, Frame


class Client(ByteClient):
    """A client that sends what it is told, to a connection that answers each message with itself.

    Attributes:
        taken: the path and message of each call.
        held: the calls that the test itself answers.
        is_over: whether the answer to the last call went nowhere.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        super().__init__(ours)
        self.taken: list[tuple[str, bytes]] = []
        self.held: list[Call] = []
        self.is_over = False
        self._calls: list[Thread] = []
        self.connection = Connection(Transport(theirs), lambda path: "Unknown" not in path, self._take)
        self.thread = Thread(target=self.connection.serve)
        self.thread.start()

    def _take(self, connection: Connection, call: Call, message: bytes) -> None:
        self.taken.append((call.path, message))
        if call.path.endswith("Held"):
            self.held.append(call)
            return
        answer: Answer = iter([message, message]) if call.path.endswith("Twice") else message
        self._calls.append(Thread(target=self._answer, args=(connection, call, answer)))
        self._calls[-1].start()

    def _answer(self, connection: Connection, call: Call, answer: Answer) -> None:
        try:
            connection.answer(call, answer)
        except Over:
            self.is_over = True

    def hold(self, stream: int) -> Call:
        """Make a call that the test itself answers."""
        self.call(stream, b"", ECHO + "Held")
        self.ping()
        return self.held[-1]

    def end(self) -> None:
        self.hang_up()
        for thread in (self.thread, *self._calls):
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client()
    yield client
    client.end()


def refused(stream: int, status: int) -> Frame:
    return frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, stream, str(status).encode()


def test_a_call_is_answered_on_its_stream(client: Client) -> None:
    client.begin()
    client.call(1, b"hello")
    client.call(3, b"")
    client.call(5, b"on", ECHO + "Twice")
    answers = [client.answer() for _ in range(3)]
    expected = [b"hello", b"", b"on"]
    assert sorted(data for data, _ in answers) == sorted(
        [frames.message(b"hello"), frames.message(b""), 2 * frames.message(b"on")]
    )
    assert [ending for _, ending in answers] == 3 * [{"grpc-status": "0"}]
    assert client.taken == list(zip([ECHO, ECHO, ECHO + "Twice"], expected, strict=True))


def test_headers_may_come_in_parts_and_everything_with_padding(client: Client) -> None:
    client.begin()
    block = client.headers(ECHO)[1:]  # the path comes first
    client.send(
        frames.frame(
            frames.HEADERS, frames.PADDED | frames.WITH_PRIORITY, 1, b"\x02" + b"\0\0\0\0\x10" + block[:3] + b"\0\0"
        ),
        frames.frame(frames.CONTINUATION, 0, 1, block[3:5]),
        frames.frame(frames.CONTINUATION, frames.END_HEADERS, 1, block[5:]),
        frames.frame(0x42, 0, 1, b"something of tomorrow"),
        frames.frame(frames.DATA, frames.PADDED, 1, b"\x01" + frames.message(b"hello")[:4] + b"\0"),
        frames.frame(frames.DATA, frames.END_STREAM, 1, frames.message(b"hello")[4:]),
    )
    assert client.answer() == (frames.message(b"hello"), {"grpc-status": "0"})


def test_a_request_may_end_with_trailers(client: Client) -> None:
    client.begin()
    client.send(
        frames.frame(frames.HEADERS, frames.END_HEADERS, 1, client.headers(ECHO)),
        frames.frame(frames.DATA, 0, 1, frames.message(b"hello")),
        frames.frame(frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, 1, b""),
    )
    assert client.answer() == (frames.message(b"hello"), {"grpc-status": "0"})


def test_a_request_of_headers_alone_has_no_message(client: Client) -> None:
    client.begin()
    alone = frames.END_HEADERS | frames.END_STREAM
    client.send(frames.frame(frames.HEADERS, alone, 1, client.headers(ECHO)))
    assert client.refusal() == refused(1, frames.INTERNAL)


def test_what_is_sent_byte_by_byte_is_the_same(client: Client) -> None:
    sent = frames.PREFACE + frames.frame(frames.SETTINGS, 0, 0)
    sent += frames.frame(frames.HEADERS, frames.END_HEADERS, 1, client.headers(ECHO))
    sent += frames.frame(frames.DATA, frames.END_STREAM, 1, frames.message(b"hello"))
    for byte in sent[: len(frames.PREFACE)]:
        client.send(bytes([byte]))
    assert [client.next()[0] for _ in range(2)] == [frames.SETTINGS, frames.WINDOW_UPDATE]
    for byte in sent[len(frames.PREFACE) :]:
        client.send(bytes([byte]))
    assert client.next() == (frames.SETTINGS, frames.ACK, 0, b"")
    assert client.answer() == (frames.message(b"hello"), {"grpc-status": "0"})


def test_the_path_is_right_however_the_table_of_headers_changes(client: Client) -> None:
    client.begin()
    chance = random.Random(7)
    paths = [f"{ECHO}{number:03}{'x' * 20}" for number in range(80)]  # more than the table has room for
    called = [chance.choice(paths[: chance.choice([3, 80])]) for _ in range(400)]
    for number, path in enumerate(called):
        client.call(2 * number + 1, b"", path)
        client.answer()
    assert [path for path, _ in client.taken] == called


def test_an_answer_waits_for_room_in_the_window_of_the_connection(client: Client) -> None:
    client.begin(s4=1 << 20)
    client.call(1, b"x" * 100_000)
    client.next()
    sizes = [len(client.next()[3]) for _ in range(4)]
    client.send(frames.window_update(0, 1))
    sizes += [len(client.next()[3])]
    client.send(frames.window_update(0, 1 << 20))
    sizes += [len(client.next()[3]) for _ in range(3)]
    assert sizes == [16_384, 16_384, 16_384, frames.WINDOW - 3 * 16_384, 1, 16_384, 16_384, 100_005 - 98_304]
    assert client.next() == (frames.HEADERS, frames.END_HEADERS | frames.END_STREAM, 1, b"\0\x0bgrpc-status\x010")


def test_a_stream_without_room_keeps_no_other_waiting(client: Client) -> None:
    client.begin(s4=10)
    client.call(1, b"x" * 100)
    for _ in range(2):
        assert client.next()[2] == 1
    client.call(3, b"y")
    assert client.answer() == (frames.message(b"y"), {"grpc-status": "0"})
    client.send(frames.window_update(1, 100))
    assert client.next() == (frames.DATA, 0, 1, b"x" * 95)


def test_a_frame_is_as_large_as_the_client_allows(client: Client) -> None:
    client.begin(s4=1 << 20, s5=20_000)
    client.call(1, b"x" * 50_000)
    client.next()
    assert [len(client.next()[3]) for _ in range(3)] == [20_000, 20_000, 10_005]


def test_an_answer_of_many_frames_comes_at_once_where_there_is_room_for_all(client: Client) -> None:
    client.begin(s4=2**31 - 1)
    client.send(frames.window_update(0, 2**31 - 1 - 65_535))
    message = random.Random(1).randbytes(60 << 20)
    client.call(1, message)
    while (come := client.next())[0] == frames.WINDOW_UPDATE:
        pass
    assert client.fields(come[3]) == {":status": "200", "content-type": "application/grpc"}
    data = bytearray()
    while (come := client.next())[0] == frames.DATA:
        data += come[3]
    assert data == frames.message(message)


@pytest.mark.parametrize(
    ("settings", "room"),
    [
        ({"s4": 10}, 10),
        ({"s4": 1 << 20, "s5": 1 << 17}, frames.WINDOW),
        ({"s4": 1 << 20}, frames.LARGEST_FRAME),
    ],
    ids=["of the stream", "of the connection", "in a frame"],
)
def test_an_answer_is_sent_whole_at_once_or_not_at_all(client: Client, settings: dict[str, int], room: int) -> None:
    client.begin(**settings)
    call, fits = client.hold(1), b"x" * (room - len(frames.message(b"")))
    assert not client.connection.answer_at_once(call, fits + b"x")
    client.ping()
    assert client.connection.answer_at_once(call, fits)
    assert client.answer() == (frames.message(fits), {"grpc-status": "0"})


def test_room_that_an_answer_took_at_once_is_not_taken_again(client: Client) -> None:
    client.begin(s4=1 << 20, s5=1 << 17)
    first, second = client.hold(1), client.hold(3)
    assert client.connection.answer_at_once(first, b"x" * 60_000)
    client.answer()
    assert not client.connection.answer_at_once(second, b"x" * 6_000)


def test_what_the_client_grants_may_be_sent_and_no_more(client: Client) -> None:
    def part(size: int) -> Frame:
        return frames.DATA, 0, 1, b"x" * size

    def set_window(size: int) -> bytes:
        return frames.frame(frames.SETTINGS, 0, 0, struct.pack(">HI", frames.INITIAL_WINDOW_SIZE, size))

    client.begin(s4=5)
    client.call(1, b"x" * 100)
    seen = [client.next() for _ in range(2)]
    client.send(frames.window_update(1, 7))
    seen += [client.next()]
    client.send(set_window(9))  # 4 more than at first
    seen += [client.next() for _ in range(2)]
    client.send(set_window(1), set_window(3), frames.window_update(1, 7))  # 8 less, 2 more, and 7 more
    seen += [client.next() for _ in range(3)]
    client.send(frames.frame(frames.SETTINGS, 0, 0, struct.pack(">HI", frames.MAX_FRAME_SIZE, 20_000)))
    client.send(frames.window_update(1, 3))
    seen += [client.next() for _ in range(2)]
    assert sorted(seen[1:]) == sorted(
        [
            (frames.DATA, 0, 1, b"\0\0\0\0\x64"),
            part(7),
            part(4),
            part(1),
            part(3),
            *4 * [(frames.SETTINGS, frames.ACK, 0, b"")],
        ]
    )


def test_what_was_received_is_granted_again_also_of_a_call_that_is_over(client: Client) -> None:
    client.begin()
    full = frames.frame(frames.DATA, 0, 1, bytes(frames.LARGEST_FRAME))
    for _ in range(2):
        client.send(65 * full)
        assert client.next() == (frames.WINDOW_UPDATE, 0, 0, struct.pack(">I", 65 * frames.LARGEST_FRAME))


def test_a_message_that_is_too_large_is_refused(client: Client) -> None:
    client.begin()
    client.send(frames.frame(frames.HEADERS, frames.END_HEADERS, 1, client.headers(ECHO)))
    full = frames.frame(frames.DATA, 0, 1, bytes(frames.LARGEST_FRAME))
    many = 64 * full
    for _ in range(256):  # all that a message may have
        client.send(many)
    client.send(frames.frame(frames.PING, 0, 0, b"a b c d "))
    seen = []
    while (came := client.next())[0] != frames.PING:
        seen.append(came[0])
    assert set(seen) <= {frames.WINDOW_UPDATE}
    client.send(frames.frame(frames.DATA, 0, 1, b"1"))
    assert client.refusal() == refused(1, frames.RESOURCE_EXHAUSTED)


def test_an_answer_that_nobody_waits_for_any_more_ends_when_the_client_says_so(client: Client) -> None:
    client.begin(s4=10)
    client.call(1, b"x" * 100)
    while client.next()[0] != frames.DATA:
        pass
    client.send(frames.reset(1, 8))
    client.call(3, b"y")
    assert client.answer() == (frames.message(b"y"), {"grpc-status": "0"})
    client.end()
    assert client.is_over


def test_the_bit_before_a_number_says_nothing(client: Client) -> None:
    bit = 1 << 31
    client.begin(s4=5)
    client.call(bit + 1, b"x" * 7)
    client.next()
    assert client.next() == (frames.DATA, 0, 1, b"\0\0\0\0\x07")
    client.send(frames.window_update(bit + 1, bit + 7))
    assert client.next() == (frames.DATA, 0, 1, b"x" * 7)


Ending = Callable[[Connection, Call], object]
ENDINGS: dict[str, Ending] = {
    "answered": lambda connection, call: connection.answer(call, b""),
    "answered at once": lambda connection, call: connection.answer_at_once(call, b""),
    "failed": lambda connection, call: connection.fail(call, frames.INTERNAL),
    "broken off": Connection.break_off,
    "refused": Connection.refuse,
}
endings = pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)


@endings
def test_a_call_that_the_client_has_ended_is_told_nothing(client: Client, ending: Ending) -> None:
    client.begin()
    call = client.hold(1)
    client.send(frames.reset(1, 8))
    client.ping()
    with pytest.raises(Over):
        ending(client.connection, call)
    client.ping()


@endings
def test_a_call_ends_once(client: Client, ending: Ending) -> None:
    client.begin()
    call = client.hold(1)
    client.connection.break_off(call)
    assert client.next() == (frames.RST_STREAM, 0, 1, struct.pack(">I", frames.INTERNAL_ERROR))
    with pytest.raises(Over):
        ending(client.connection, call)
    client.ping()


def test_a_call_that_is_not_taken_may_be_made_again(client: Client) -> None:
    client.begin()
    client.connection.refuse(client.hold(1))
    assert client.next() == (frames.RST_STREAM, 0, 1, struct.pack(">I", frames.REFUSED_STREAM))


def test_a_goodbye_says_which_call_was_the_last(client: Client) -> None:
    client.begin()
    client.hold(3)
    client.connection.say_goodbye()
    assert client.next() == (frames.GOAWAY, 0, 0, struct.pack(">II", 3, 0))
    client.connection.close()
    client.connection.say_goodbye()  # to nobody


def test_a_path_that_is_no_text_is_one_that_nobody_knows(client: Client) -> None:
    client.begin()
    block = client.headers(b"/Unknown\xff")
    client.send(frames.frame(frames.HEADERS, frames.END_HEADERS, 1, block))
    assert client.refusal() == refused(1, frames.UNIMPLEMENTED)


def test_headers_without_a_path_have_an_empty_one(client: Client) -> None:
    client.begin()
    client.send(
        frames.frame(frames.HEADERS, frames.END_HEADERS, 1, b"\x83"),
        frames.frame(frames.DATA, frames.END_STREAM, 1, frames.message(b"")),
    )
    client.answer()
    assert client.taken == [("", b"")]


def test_a_method_that_nobody_knows_is_refused_before_its_message_ends(client: Client) -> None:
    client.begin()
    client.send(frames.frame(frames.HEADERS, frames.END_HEADERS, 1, client.headers("/plugin.Unknown/Stream")))
    assert client.refusal() == refused(1, frames.UNIMPLEMENTED)
    client.send(frames.frame(frames.DATA, frames.END_STREAM, 1, frames.message(b"late")))
    client.call(3, b"y")
    assert client.answer() == (frames.message(b"y"), {"grpc-status": "0"})


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"\x01" + frames.message(b"zipped")[1:], frames.UNIMPLEMENTED, id="compressed"),
        pytest.param(frames.message(b"cut")[:-1], frames.INTERNAL, id="cut"),
        pytest.param(2 * frames.message(b"twice"), frames.INTERNAL, id="two"),
        pytest.param(b"", frames.INTERNAL, id="none"),
        pytest.param(frames.message(b"")[:-1], frames.INTERNAL, id="half its size"),
    ],
)
def test_what_is_no_message_is_refused(client: Client, data: bytes, status: int) -> None:
    client.begin()
    client.send(
        frames.frame(frames.HEADERS, frames.END_HEADERS, 1, client.headers(ECHO)),
        frames.frame(frames.DATA, frames.END_STREAM, 1, data),
    )
    assert client.refusal() == refused(1, status)
    assert client.taken == []


def test_a_ping_comes_back_and_acknowledgements_are_not_answered(client: Client) -> None:
    client.begin()
    client.send(frames.frame(frames.SETTINGS, frames.ACK, 0), frames.frame(frames.PING, frames.ACK, 0, b"old ping"))
    client.ping()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        pytest.param(b"\0\x40\x01\0\0\0\0\0\0", frames.FRAME_SIZE_ERROR, id="a frame that is too large"),
        pytest.param(
            frames.frame(frames.HEADERS, 4, 1, b"\xff\xff\xff\xff\xff"), frames.COMPRESSION_ERROR, id="headers"
        ),
        pytest.param(frames.frame(frames.HEADERS, 4, 2, b"\x83"), frames.PROTOCOL_ERROR, id="a stream of the server's"),
        pytest.param(frames.frame(frames.CONTINUATION, 4, 1, b"\x83"), frames.PROTOCOL_ERROR, id="a part of nothing"),
        pytest.param(
            frames.frame(frames.HEADERS, 0, 1, b"\x83") + frames.frame(frames.PING, 0, 0, b"12345678"),
            frames.PROTOCOL_ERROR,
            id="something between parts",
        ),
        pytest.param(
            frames.frame(frames.HEADERS, 0, 1, b"\x83") + 5 * frames.frame(frames.CONTINUATION, 0, 1, b"\x83" * 16_000),
            frames.PROTOCOL_ERROR,
            id="headers without end",
        ),
        pytest.param(frames.frame(frames.HEADERS, 12, 1, b"\x02\0"), frames.PROTOCOL_ERROR, id="only padding"),
        pytest.param(frames.frame(frames.HEADERS, 12, 1), frames.PROTOCOL_ERROR, id="not even padding"),
        pytest.param(frames.frame(frames.SETTINGS, 0, 0, b"123"), frames.PROTOCOL_ERROR, id="half a setting"),
        pytest.param(frames.frame(frames.WINDOW_UPDATE, 0, 0, b"123"), frames.PROTOCOL_ERROR, id="half a number"),
    ],
)
def test_who_breaks_the_protocol_is_told_and_left(client: Client, sent: bytes, code: int) -> None:
    client.begin()
    client.send(sent)
    assert client.next() == (frames.GOAWAY, 0, 0, struct.pack(">II", 0, code))
    client.thread.join(20)
    assert not client.thread.is_alive()


def test_what_is_said_of_a_call_that_is_over_is_nothing(client: Client) -> None:
    client.begin()
    client.call(1, b"y")
    client.answer()
    client.send(frames.window_update(1, 7), frames.reset(1, 8))
    client.ping()


def test_a_stream_does_not_come_again(client: Client) -> None:
    client.begin()
    client.call(3, b"y")
    client.answer()
    client.send(frames.frame(frames.HEADERS, frames.END_HEADERS, 3, client.headers(ECHO)))
    assert client.next() == (frames.GOAWAY, 0, 0, struct.pack(">II", 3, frames.PROTOCOL_ERROR))


def test_who_speaks_something_else_is_left(client: Client) -> None:
    client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert client.next() == (frames.GOAWAY, 0, 0, struct.pack(">II", 0, frames.PROTOCOL_ERROR))
    client.thread.join(20)
    assert not client.thread.is_alive()


def test_who_goes_without_a_word_leaves_nothing_behind(client: Client) -> None:
    client.begin(s4=10)
    client.call(1, b"x" * 100)
    while client.next()[0] != frames.DATA:
        pass
    client.end()
    assert client.is_over
