"""The life of a plugin process, from the line that tells where it listens to its exit."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NoReturn

from provider_lib import GIVE_UP_VARIABLE
from provider_lib.errors import ConfigError
from provider_lib.protocol.handshake import (
    SOCKET_FOLDER,
    Invitation,
    attachment,
    claim_stdout,
    handshake_line,
    make_socket_path,
    read_invitation,
    remove_socket,
)
from provider_lib.protocol.log import log_to_terraform

if TYPE_CHECKING:
    from provider_lib.contract import Provider
    from provider_lib.protocol.dispatch import Service
    from provider_lib.protocol.grpc_server import PluginServer

GLANCE = 0.25
"""Seconds between two looks whether Terraform is still there, and whether to give up."""

LAST_WORK = 60.0
"""Seconds for calls in flight when Terraform is gone: nobody waits, and nothing should be left half done."""

LAST_MOMENTS = 5.0
"""Seconds for what gives up, before the process ends whatever it does."""

LAST_CALLS = 1.5
"""Seconds for calls in flight at a shutdown; Terraform kills the process after two."""


def serve(factory: Callable[[], Provider], prepared: Mapping[str, bytes]) -> NoReturn:
    """Serve one Terraform run, as the whole work of an executable.

    Args:
        factory: makes the provider; called after Terraform has been told where to connect, so that whatever
            takes long to import is best imported in there.
        prepared: answers for which it need not be made, by method.
    """
    parent = os.getppid()
    try:
        invitation = read_invitation(os.environ)
    except ConfigError as error:
        sys.exit(str(error))
    _ignore_interrupts()
    stdout = claim_stdout()
    log_to_terraform(os.environ, sys.stderr)
    try:
        server, socket, line = _start(factory, invitation, prepared)
    except Exception as error:
        # Terraform shows the user what follows this word; anything else would only be in its log.
        sys.exit(f"panic: the Sluice provider cannot start: {type(error).__name__}: {error}")
    os.write(stdout, line)
    if not prepared:  # else this start may need none of it
        Thread(target=server.load, daemon=True).start()
    if _says_goodbye(server, server.shutdown_asked, lambda: os.getppid() != parent):
        server.stop(LAST_CALLS)
    else:
        server.drain(LAST_WORK, LAST_MOMENTS)
    remove_socket(socket)
    os._exit(0)  # tearing down the interpreter would only keep Terraform waiting


def serve_attached(factory: Callable[[], Provider], prepared: Mapping[str, bytes], address: str) -> NoReturn:
    """Serve the one Terraform run that is attached to this process, until who started it closes standard input.

    Args:
        factory: makes the provider; called when it has been told where this process listens.
        prepared: answers for which it need not be made, by method.
        address: the provider's source address.
    """
    _ignore_interrupts()
    stdout = claim_stdout()
    log_to_terraform(os.environ, sys.stderr)
    invitation = Invitation(encrypted=False, socket_folder=os.environ.get(SOCKET_FOLDER))
    server, socket, _ = _start(factory, invitation, prepared)
    os.write(stdout, f"{attachment(socket, address)}\n".encode())
    Thread(target=server.load, daemon=True).start()
    is_over = Event()
    Thread(target=_await_end_of_input, args=(server, is_over), daemon=True).start()
    _says_goodbye(server, is_over, lambda: False)
    server.drain(LAST_WORK, LAST_MOMENTS)
    remove_socket(socket)
    os._exit(0)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to Terraform: it lets calls in flight finish, and stores what they answer.

    These signals reach the whole process group, this process included. SIGHUP ends Terraform, and with it this process
    when its calls have come to their end.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _start(
    factory: Callable[[], Provider], invitation: Invitation, prepared: Mapping[str, bytes]
) -> tuple[PluginServer, Path, bytes]:
    from provider_lib.protocol.certificate import make_certificate
    from provider_lib.protocol.grpc_server import PluginServer

    certificate = make_certificate() if invitation.encrypted else None
    socket = make_socket_path(invitation.socket_folder)
    try:
        server = PluginServer(lambda: _make_service(factory), socket, certificate, prepared)
        server.start()
    except BaseException:
        remove_socket(socket)
        raise
    return server, socket, handshake_line(socket, certificate.der if certificate else b"")


def _make_service(factory: Callable[[], Provider]) -> Service:
    from provider_lib.protocol.dispatch import Service

    return Service(factory)


def _says_goodbye(server: PluginServer, goodbye: Event, is_gone: Callable[[], bool]) -> bool:
    """Wait until Terraform says goodbye, or is gone without (killed, or at the end of a closed pipe); which it was."""
    told = os.environ.get(GIVE_UP_VARIABLE, "")
    while not goodbye.wait(GLANCE):
        if is_gone():
            return False
        if told and os.path.exists(told):
            told = ""
            server.give_up()
    return True


def _await_end_of_input(server: PluginServer, is_over: Event) -> None:
    """Tell when standard input has come to its end, and Terraform to its own, should it have lived longer."""
    sys.stdin.buffer.read()
    while server.is_connected:
        time.sleep(GLANCE)
    is_over.set()
