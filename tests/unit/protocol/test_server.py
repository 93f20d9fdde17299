"""How a server ends: what is done to a remote object is done to the end, and its waits are cut short."""

from __future__ import annotations

import logging
import socket as sockets
import struct
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, get_ident
from typing import Any

import grpc
import pytest

from provider_lib.contract import Applied, ApplyRequest
from provider_lib.errors import origin_of
from provider_lib.protocol import frames
from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.certificate import make_certificate
from provider_lib.protocol.dispatch import Service
from provider_lib.protocol.grpc_server import PluginServer
from tests.unit.protocol.byte_client import ECHO, ByteClient
from tests.unit.protocol.terraform import Terraform, config, planned_thing, state, thing
from tests.unit.protocol.tiny_provider import TinyProvider
from tests.until import until

A_MOMENT = 0.3
"""Seconds that a call in flight still takes after its wait was cut short, unless its server is gone before."""


class Waiting(TinyProvider):
    """A provider whose applies wait to be stopped.

    Attributes:
        gone: set when the server has said that it is at its end.
        was_alone: whether it said so while an apply was still at work.
        has_finished: whether an apply came to its end.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.under_way, self.gone = Event(), Event()
        self.was_alone = self.has_finished = False

    def apply(self, _name: str, request: ApplyRequest) -> Applied:
        self.under_way.set()
        assert self.stopped.wait(20)
        self.was_alone = self.gone.wait(A_MOMENT)
        self.has_finished = True
        assert request.planned is not None
        return Applied(request.planned | {"id": "blue-1", "revision": 1})


class Unstoppable(Waiting):
    """A provider that cannot be stopped properly."""

    def stop(self) -> None:
        super().stop()
        raise RuntimeError("stuck")


class Stuck(Waiting):
    """A provider that goes on until it is told to give up, if then."""

    may_give_up = True
    has_given_up = False

    def stop(self) -> None:
        """Go on."""

    def give_up(self) -> None:
        self.has_given_up = True
        if self.may_give_up:
            self.stopped.set()


@contextmanager
def serving(provider: TinyProvider, socket: Path) -> Iterator[tuple[PluginServer, Terraform]]:
    """A server, and a Terraform that is connected to it."""
    server = PluginServer(lambda: Service(lambda: provider), socket)
    server.start()
    with grpc.insecure_channel(f"unix:{socket}") as channel:
        yield server, Terraform(channel)
    server.stop(0)


@pytest.fixture
def caller() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def apply(core: Terraform) -> Any:
    return core.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        planned_state=state(planned_thing()),
        config=config(thing()),
    )


def begun(provider: Waiting, core: Terraform, caller: ThreadPoolExecutor) -> Future[Any]:
    """An apply that is under way."""
    call = caller.submit(apply, core)
    assert provider.under_way.wait(20)
    return call


def test_a_drain_ends_waits_and_returns_when_calls_in_flight_have_come_to_their_end(
    tmp_path: Path, caller: ThreadPoolExecutor
) -> None:
    provider = Waiting(tmp_path)
    with serving(provider, tmp_path / "s") as (server, core):
        begun(provider, core, caller)
        server.drain()
        provider.gone.set()
        assert (provider.has_finished, provider.was_alone) == (True, False)


def test_a_drain_waits_also_for_what_cannot_be_told_to_stop(tmp_path: Path, caller: ThreadPoolExecutor) -> None:
    provider = Unstoppable(tmp_path)
    with serving(provider, tmp_path / "s") as (server, core):
        begun(provider, core, caller)
        with pytest.raises(RuntimeError, match="stuck"):
            server.drain()
        provider.gone.set()
        assert (provider.has_finished, provider.was_alone) == (True, False)


def test_a_drain_gives_up_a_call_that_does_not_end(tmp_path: Path, caller: ThreadPoolExecutor) -> None:
    provider = Stuck(tmp_path)
    with serving(provider, tmp_path / "s") as (server, core):
        begun(provider, core, caller)
        server.drain(patience=0.1, moments=20)
        assert (provider.has_given_up, provider.has_finished) == (True, True)


def test_a_drain_has_an_end_whatever_a_call_does(tmp_path: Path, caller: ThreadPoolExecutor) -> None:
    provider = Stuck(tmp_path)
    provider.may_give_up = False
    with serving(provider, tmp_path / "s") as (server, core):
        begun(provider, core, caller)
        server.drain(patience=0.1, moments=0.1)
        assert not provider.has_finished
        provider.stopped.set()
        until(lambda: provider.has_finished)  # and had not given up by itself


def test_a_server_that_is_drained_takes_no_new_calls(tmp_path: Path) -> None:
    with serving(TinyProvider(tmp_path), tmp_path / "s") as (server, core):
        assert core.call("GetResourceIdentitySchemas").identity_schemas
        server.drain()
        with pytest.raises(grpc.RpcError) as refused:
            core.call("GetResourceIdentitySchemas")
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


def test_a_server_that_was_never_called_is_drained_without_making_a_provider(tmp_path: Path) -> None:
    def never() -> TinyProvider:
        raise AssertionError

    server = PluginServer(lambda: Service(never), tmp_path / "s")
    server.start()
    server.drain()


def test_a_stop_gives_a_call_in_flight_time_to_be_answered(tmp_path: Path, caller: ThreadPoolExecutor) -> None:
    provider = Waiting(tmp_path)
    with serving(provider, tmp_path / "s") as (server, core):
        call = begun(provider, core, caller)
        caller.submit(provider.stop)
        server.stop(20)
        provider.gone.set()
        assert (provider.has_finished, provider.was_alone) == (True, False)
        assert call.result(20).new_state == state(thing(id="blue-1", revision=1))


def test_a_stop_gives_it_no_more_than_that(tmp_path: Path, caller: ThreadPoolExecutor) -> None:
    provider = Waiting(tmp_path)
    with serving(provider, tmp_path / "s") as (server, core):
        call = begun(provider, core, caller)
        server.stop(0.05)
        assert not provider.has_finished
        assert isinstance(call.exception(20), grpc.RpcError)
        provider.stop()
        until(lambda: provider.has_finished)  # and had not given up by itself


def test_terraform_says_goodbye_before_it_ends_a_process(tmp_path: Path) -> None:
    with (
        serving(TinyProvider(tmp_path), tmp_path / "s") as (server, _),
        grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel,
    ):
        assert not server.shutdown_asked.is_set()
        goodbye = channel.unary_unary("/plugin.GRPCController/Shutdown")
        assert goodbye(b"", timeout=20) == b""
        assert server.shutdown_asked.is_set()


def test_a_provider_that_cannot_be_made_is_told_of_at_every_call_and_made_by_the_next(tmp_path: Path) -> None:
    provider = TinyProvider(tmp_path)
    attempts: list[int] = []

    def make() -> TinyProvider:
        attempts.append(1)
        if len(attempts) < 3:
            raise RuntimeError("no disk: secret-in-an-exception")
        return provider

    service = Service(make)
    service.load()  # says nothing: only a call can be answered with an error
    server = PluginServer(lambda: service, tmp_path / "s")
    server.start()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        core = Terraform(channel)
        refused = core.call("GetProviderSchema")
        assert [item.summary for item in refused.diagnostics] == ["Sluice met a bug in the schema of the provider"]
        assert "secret" not in str(refused)
        assert core.call("GetProviderSchema").resource_schemas
    server.stop(0)


def test_the_way_to_a_bug_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    bug = RuntimeError("no disk: secret-in-an-exception")

    def make() -> TinyProvider:
        raise bug

    with caplog.at_level(logging.DEBUG, "provider_lib.protocol.dispatch"):
        Service(make).load()
    way = "".join(traceback.format_tb(bug.__traceback__))
    assert caplog.messages == [f"RuntimeError at {origin_of(bug)}\n{way}"]
    assert ("raise bug" in way, "secret" in way) == (True, False)


@pytest.fixture(params=["UTC0", "EAST-9", "WEST8"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A time zone of the machine."""
    with monkeypatch.context() as environ:
        environ.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_a_server_with_a_certificate_is_trusted_from_its_start_in_every_time_zone(tmp_path: Path) -> None:
    certificate = make_certificate()
    server = PluginServer(lambda: Service(lambda: TinyProvider(tmp_path)), tmp_path / "s", certificate)
    server.start()
    trust = grpc.ssl_channel_credentials(certificate.pem)
    options = [("grpc.ssl_target_name_override", "localhost")]
    with grpc.secure_channel(f"unix:{tmp_path / 's'}", trust, options) as channel:
        assert Terraform(channel).call("GetResourceIdentitySchemas").identity_schemas
    server.stop(0)


class Echo(Service):
    """Answers what it is asked."""

    def __init__(self) -> None:
        super().__init__(lambda: pytest.fail("nobody asked for a provider"))

    def handlers(self) -> Any:
        return {"/tfplugin6.Provider/Echo": lambda message: message}


@pytest.mark.parametrize("is_sealed", [False, True], ids=["in plain text", "in TLS"])
def test_many_calls_at_once_get_each_its_own_answer_however_large(tmp_path: Path, *, is_sealed: bool) -> None:
    certificate = make_certificate() if is_sealed else None
    server = PluginServer(Echo, tmp_path / "s", certificate)
    server.start()
    options = [("grpc.ssl_target_name_override", "localhost"), ("grpc.max_receive_message_length", -1)]
    address = f"unix:{tmp_path / 's'}"
    opened = (
        grpc.secure_channel(address, grpc.ssl_channel_credentials(certificate.pem), options)
        if certificate
        else grpc.insecure_channel(address, options)
    )
    with opened as channel, ThreadPoolExecutor(16) as threads:
        echo = channel.unary_unary("/tfplugin6.Provider/Echo")
        asked = [bytes([number]) * (number * 20_000) for number in range(60)]
        assert list(threads.map(lambda message: echo(message, timeout=60), asked)) == asked
    server.stop(0)
    assert list(tmp_path.iterdir()) == [tmp_path / "s"]  # and no key


MOMENTARY_CALL = "/tfplugin6.Provider/ValidateResourceConfig"


class Threads(Echo):
    """Notes by which threads it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def handlers(self) -> Any:
        def echo(message: bytes) -> bytes:
            self.asked.append(get_ident())
            return message

        return {MOMENTARY_CALL: echo, ECHO: echo}


@contextmanager
def bytes_to(service: Service, socket: Path) -> Iterator[tuple[PluginServer, ByteClient]]:
    """A server, and a client that is connected to it."""
    server = PluginServer(lambda: service, socket)
    server.start()
    with sockets.socket(sockets.AF_UNIX) as connected:
        connected.connect(str(socket))
        yield server, ByteClient(connected)
    server.stop(0)


def test_a_short_call_that_waits_for_nothing_is_answered_by_who_receives_it(tmp_path: Path) -> None:
    service = Threads()
    with bytes_to(service, tmp_path / "s") as (_, client):
        client.begin(s4=1 << 20)
        for stream, (path, message) in enumerate(
            [(MOMENTARY_CALL, b"x"), (MOMENTARY_CALL, b"y"), (MOMENTARY_CALL, b"z" * 70_000), (ECHO, b"z")]
        ):
            client.call(2 * stream + 1, message, path)
            client.send(frames.window_update(0, len(message)))
            assert client.answer() == (frames.message(message), {"grpc-status": "0"})
    receiving, again, large, other = service.asked
    assert receiving == again
    assert receiving not in {large, other}


def test_a_client_that_is_gone_is_no_client_any_more(tmp_path: Path) -> None:
    server = PluginServer(Threads, tmp_path / "s")
    server.start()
    with sockets.socket(sockets.AF_UNIX) as connected:
        connected.connect(str(tmp_path / "s"))
        ByteClient(connected).begin()
        assert server.is_connected
    until(lambda: not server.is_connected)
    server.stop(0)


def test_who_receives_waits_for_no_room(tmp_path: Path) -> None:
    with bytes_to(Threads(), tmp_path / "s") as (_, client):
        client.begin(s4=7)
        client.call(1, b"x" * 5, MOMENTARY_CALL)
        client.next()
        assert client.next() == (frames.DATA, 0, 1, b"\0\0\0\0\x05xx")
        client.ping()
        client.send(frames.window_update(1, 3))
        assert client.next() == (frames.DATA, 0, 1, b"xxx")


class Held(Threads):
    """Answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = Event()

    def handlers(self) -> Any:
        def wait(message: bytes) -> bytes:
            assert self.may_answer.wait(20)
            return message

        return super().handlers() | {ECHO: wait}


def test_a_call_that_comes_while_a_stop_waits_is_refused_however_short(tmp_path: Path) -> None:
    service = Held()
    with bytes_to(service, tmp_path / "s") as (server, client), ThreadPoolExecutor(1) as stopping:
        client.begin()
        client.call(1, b"x")
        client.ping()
        stop = stopping.submit(server.stop, 20)
        assert client.next() == (frames.GOAWAY, 0, 0, struct.pack(">II", 1, 0))
        for stream in range(3, 2_003, 2):  # the goodbye is said a moment before the pool takes no more
            client.call(stream, b"y", MOMENTARY_CALL)
            if (come := client.next())[0] == frames.RST_STREAM:
                break
            assert [client.next()[0] for _ in range(2)] == [frames.DATA, frames.HEADERS]
        assert come == (frames.RST_STREAM, 0, stream, struct.pack(">I", frames.REFUSED_STREAM))
        service.may_answer.set()
        assert client.answer() == (frames.message(b"x"), {"grpc-status": "0"})
        stop.result(20)


class Waits(Echo):
    """Answers no call before it is stopped."""

    def handlers(self) -> Any:
        stopped = Event()

        def wait(message: bytes) -> bytes:
            stopped.wait(20)
            return message

        def stop(message: bytes) -> bytes:
            stopped.set()
            return message

        return {"/tfplugin6.Provider/Wait": wait, "/tfplugin6.Provider/Stop": stop}


def test_a_stop_is_heard_however_many_calls_wait_for_it(tmp_path: Path) -> None:
    server = PluginServer(Waits, tmp_path / "s")
    server.start()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        wait = channel.unary_unary("/tfplugin6.Provider/Wait")
        waiting = [wait.future(bytes([number]), timeout=20) for number in range(100)]
        channel.unary_unary("/tfplugin6.Provider/Stop")(b"", timeout=10)
        assert [call.result() for call in waiting] == [bytes([number]) for number in range(100)]
    server.stop(0)


def test_a_stop_that_fails_is_told_without_the_text_of_the_failure(tmp_path: Path) -> None:
    with serving(Unstoppable(tmp_path), tmp_path / "s") as (_, core):
        core.call("GetResourceIdentitySchemas")
        assert core.call("StopProvider") == pb.StopProvider.Response(Error="Sluice met a bug in stop of the provider")


def test_there_is_nothing_to_stop_before_the_first_call(tmp_path: Path) -> None:
    provider = Unstoppable(tmp_path)
    with serving(provider, tmp_path / "s") as (_, core):
        assert core.call("StopProvider") == pb.StopProvider.Response()
    assert not provider.stopped.is_set()


def test_what_is_served_can_be_loaded_before_the_first_call(tmp_path: Path) -> None:
    made = Event()

    def make() -> TinyProvider:
        made.set()
        return TinyProvider(tmp_path)

    server = PluginServer(lambda: Service(make), tmp_path / "s")
    server.start()
    assert not made.is_set()
    server.load()
    assert made.is_set()
    server.stop(0)


def test_a_provider_is_made_once_for_all_calls(tmp_path: Path, caller: ThreadPoolExecutor) -> None:
    made: list[TinyProvider] = []

    def make() -> TinyProvider:
        made.append(TinyProvider(tmp_path))
        return made[-1]

    server = PluginServer(lambda: Service(make), tmp_path / "s")
    server.start()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        core = Terraform(channel)
        list(caller.map(lambda _: core.call("GetResourceIdentitySchemas"), range(8)))
    server.stop(0)
    assert len(until(lambda: made)) == 1


@pytest.mark.parametrize("error", [RuntimeError("p4ssw0rd"), OSError("p4ssw0rd")])
def test_a_call_that_not_even_the_service_can_answer_ends_and_is_noted_by_its_kind(
    tmp_path: Path, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def make_service() -> Service:
        raise error

    server = PluginServer(make_service, tmp_path / "s")
    server.start()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        with pytest.raises(grpc.RpcError) as told:
            Terraform(channel).call("GetProviderSchema")
        assert told.value.code() is grpc.StatusCode.INTERNAL
        until(lambda: caplog.records)
    server.stop(0)
    assert caplog.record_tuples == [
        ("provider_lib.protocol.grpc_server", logging.ERROR, f"{type(error).__name__} at {origin_of(error)}")
    ]


@pytest.mark.parametrize("path", ["/tfplugin6.Provider/OfTomorrow", MOMENTARY_CALL, "/grpc.health.v1.Health/Check"])
def test_a_method_that_is_not_served_is_told_as_that(tmp_path: Path, path: str) -> None:
    server = PluginServer(Echo, tmp_path / "s")
    server.start()
    with grpc.insecure_channel(f"unix:{tmp_path / 's'}") as channel:
        with pytest.raises(grpc.RpcError) as told:
            channel.unary_unary(path)(b"", timeout=20)
        assert told.value.code() is grpc.StatusCode.UNIMPLEMENTED
    server.stop(0)
