"""A plugin process from its handshake to its end, started as Terraform does but without one."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.handshake import COOKIE, COOKIE_KEY
from tests.unit.protocol.terraform import Terraform, config, planned_thing, state, thing
from tests.unit.protocol.tiny_provider import FOLDER_VARIABLE, MADE
from tests.until import until

TINY = [sys.executable, "-m", "tests.unit.protocol.tiny_provider"]
ROOT = Path(__file__).parents[3]
PARENT = """
import subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE) as process:
    sys.stdout.buffer.write(process.stdout.readline())
    sys.stdout.flush()
    sys.stdin.read()
"""
"""Starts the plugin, hands on its first line, and lives until it is killed or its standard input ends."""


@dataclass(frozen=True)
class Plugin:
    """A plugin process, and a Terraform that is connected to it.

    Args:
        parent: the process that started it, or itself.
    """

    parent: subprocess.Popen[str]
    remote: Path
    sockets: Path
    core: Terraform
    channel: grpc.Channel

    def say_goodbye(self) -> None:
        """What Terraform does before it would kill the process."""
        self.channel.unary_unary("/plugin.GRPCController/Shutdown")(b"", timeout=20)

    def begin_to_create(self) -> grpc.Future:
        """A create that goes on until it is told to stop."""
        method = self.channel.unary_unary("/tfplugin6.Provider/ApplyResourceChange")
        request = pb.ApplyResourceChange.Request(
            type_name="tiny_thing", planned_state=state(planned_thing(mood="slow")), config=config(thing(mood="slow"))
        )
        call = method.future(request.SerializeToString(), timeout=60)
        until((self.remote / "blue" / "one.json").exists)
        return call

    def has_ended(self) -> bool:
        """Whether the process is gone, and its socket with it."""
        return not any(map(_is_locked, self.remote.glob("*.lock"))) and not list(self.sockets.iterdir())

    def has_finished(self) -> bool:
        """Whether the create came to its own end."""
        return (self.remote / "blue" / "one.ended").exists()


def _is_locked(path: Path) -> bool:
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _connected(address: str, certificate: str) -> grpc.Channel:
    """A channel, which trusts nobody but who has this certificate where there is one."""
    if not certificate:
        return grpc.insecure_channel(address)
    whole = b64decode(certificate + "=" * (-len(certificate) % 4))
    pem = x509.load_der_x509_certificate(whole).public_bytes(Encoding.PEM)
    options = [("grpc.ssl_target_name_override", "localhost")]
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(pem), options)


Start = Callable[..., Plugin]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the tiny provider, as a child of this process or of another one."""
    remote, sockets = tmp_path / "remote", tmp_path / "s"
    remote.mkdir()
    sockets.mkdir()
    environ = {COOKIE_KEY: COOKIE, "PLUGIN_UNIX_SOCKET_DIR": str(sockets), FOLDER_VARIABLE: str(remote)}
    with ExitStack() as stack:

        def make(*above: str, **variables: str) -> Plugin:
            process = stack.enter_context(
                subprocess.Popen(
                    [*above, *TINY],
                    cwd=ROOT,
                    env=os.environ | environ | variables,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            stack.callback(process.kill)
            assert process.stdout is not None
            line = process.stdout.readline().rstrip("\n").split("|")
            assert [*line[:3], line[4]] == ["1", "6", "unix", "grpc"]
            channel = stack.enter_context(_connected(f"unix:{line[3]}", line[5]))
            return Plugin(process, remote, sockets, Terraform(channel), channel)

        yield make


def test_it_answers_and_ends_when_terraform_says_goodbye(start: Start) -> None:
    plugin = start()
    assert plugin.core.call("GetProviderSchema").resource_schemas
    assert not plugin.has_ended()
    plugin.say_goodbye()
    assert plugin.parent.wait(20) == 0
    assert plugin.has_ended()


def test_what_it_serves_is_loaded_before_anybody_asks(start: Start) -> None:
    plugin = start()
    until((plugin.remote / MADE).exists)
    plugin.say_goodbye()
    assert plugin.parent.wait(20) == 0


def test_it_speaks_tls_when_terraform_wants_it(start: Start) -> None:
    plugin = start(PLUGIN_CLIENT_CERT="-----BEGIN CERTIFICATE-----")
    assert plugin.core.call("GetProviderSchema").resource_schemas
    plugin.say_goodbye()
    assert plugin.parent.wait(20) == 0


def test_nothing_that_is_printed_reaches_the_line_of_the_handshake(start: Start) -> None:
    plugin = start()
    plugin.core.call("GetProviderSchema")
    plugin.say_goodbye()
    said, logged = plugin.parent.communicate(timeout=20)
    assert (said, "Nothing that a library prints" in logged) == ("", True)


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_everybody_is_terraforms_to_handle(start: Start, interrupt: signal.Signals) -> None:
    plugin = start()
    plugin.core.call("GetProviderSchema")
    plugin.parent.send_signal(interrupt)
    assert plugin.core.call("GetProviderSchema").resource_schemas
    plugin.say_goodbye()
    assert plugin.parent.wait(20) == 0


def test_a_call_in_flight_at_the_goodbye_has_time_to_be_answered(start: Start) -> None:
    plugin = start()
    call = plugin.begin_to_create()
    plugin.core.call("StopProvider")
    plugin.say_goodbye()
    assert b"Interrupted while waiting" in call.result(timeout=20)
    assert plugin.parent.wait(20) == 0


def test_it_finishes_what_it_does_and_ends_when_terraform_was_killed(start: Start) -> None:
    plugin = start(sys.executable, "-c", PARENT)
    plugin.begin_to_create()
    plugin.parent.kill()
    until(plugin.has_ended)
    assert plugin.has_finished()


def test_it_logs_when_terraform_asks_for_it(start: Start) -> None:
    plugin = start(TF_LOG_PROVIDER="DEBUG")
    plugin.core.call(
        "ApplyResourceChange",
        type_name="tiny_thing",
        planned_state=state(planned_thing(mood="bug")),
        config=config(thing(mood="bug")),
    )
    plugin.say_goodbye()
    _, logged = plugin.parent.communicate(timeout=20)
    assert '"@message": "RuntimeError at provider_lib/protocol/calls/resource.py:' in logged
    assert "secret-in-an-exception" not in logged
