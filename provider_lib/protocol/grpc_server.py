"""The gRPC server of a plugin process: listens at once, and loads what it serves behind the first call.

It is our own, since grpcio's costs half a start and most of a call: docs/design/our-own-server.md.
"""

from __future__ import annotations

import logging
import socket as sockets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from types import MappingProxyType
from typing import TYPE_CHECKING

from provider_lib.errors import origin_of
from provider_lib.protocol import frames
from provider_lib.protocol.connection import Answer, Call, Connection, Over
from provider_lib.protocol.lazy import Lazy
from provider_lib.protocol.transport import SealedTransport, Transport, tls_context

if TYPE_CHECKING:
    from provider_lib.protocol.certificate import Certificate
    from provider_lib.protocol.dispatch import Service

log = logging.getLogger(__name__)

Handler = Callable[[bytes], Answer]
"""Answers a message."""

THREADS = 128
"""Calls at once: well above any sensible -parallelism, so that a stop never waits for a free thread."""

BACKLOG = 16

SHUTDOWN = "/plugin.GRPCController/Shutdown"
"""go-plugin's own; without it every process would be waited for and killed."""

SERVED = "/tfplugin6.Provider/"

MOMENTARY = frozenset({f"{SERVED}{name}" for name in ("ValidateResourceConfig", "UpgradeResourceState")})
"""The calls that wait for nothing, and of which there are many."""

SMALL = 1 << 16
"""Bytes of a message about which nobody thinks for long."""


class PluginServer:
    """Serves Terraform's plugin protocol on a Unix socket.

    Args:
        make_service: makes what answers the calls; not called before the first one, or ``load``.
        socket: path of the socket, in a folder that only this user may enter.
        certificate: for TLS; None serves in plain text.
        prepared: the answers, by method, for which the service need not be made.
    """

    def __init__(
        self,
        make_service: Callable[[], Service],
        socket: Path,
        certificate: Certificate | None = None,
        prepared: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.shutdown_asked = Event()
        self._is_open = True
        self._prepared = {f"{SERVED}{name}": answer for name, answer in prepared.items()}
        self._service = Lazy(make_service)
        self._handlers = Lazy[Mapping[str, Handler]](lambda: self._service.get().handlers())
        self._pool = ThreadPoolExecutor(THREADS)
        self._lock = Lock()
        self._connections: set[Connection] = set()
        # Client certificates stay out: see handshake.make_socket_path.
        self._tls = tls_context(certificate, socket.parent) if certificate else None
        self._listener = sockets.socket(sockets.AF_UNIX)
        self._listener.bind(str(socket))

    def start(self) -> None:
        """Listen."""
        self._listener.listen(BACKLOG)
        Thread(target=self._accept, daemon=True).start()

    def load(self) -> None:
        """Load what is served before the first call asks for it."""
        self._service.get().load()

    @property
    def is_connected(self) -> bool:
        """Whether there is a client."""
        return bool(self._alive())

    def stop(self, grace: float) -> None:
        """Refuse new calls and give those in flight ``grace`` seconds."""
        self._refuse_new().join(grace)
        self._hang_up()

    def give_up(self) -> None:
        """End waits and requests that are under way, so that calls come to their end within moments."""
        if service := self._service.get_made():
            service.give_up()

    def drain(self, patience: float | None = None, moments: float | None = None) -> None:
        """Refuse new calls, end waits, and return when every call in flight has come to its end, or will not.

        A call goes on when its client is gone: what it does to a remote object is done to the end.

        Args:
            patience: seconds for that; without a limit when left out.
            moments: seconds that are then left, for calls that have been told to give up.
        """
        ended = self._refuse_new()
        self._hang_up()
        try:
            if service := self._service.get_made():
                service.stop()
        finally:
            ended.join(patience)
            if ended.is_alive():
                self.give_up()
                ended.join(moments)

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                accepted, _ = self._listener.accept()
                transport = Transport(accepted) if self._tls is None else SealedTransport(accepted, self._tls)
                Thread(target=self._serve, args=(transport,), daemon=True).start()

    def _serve(self, transport: Transport) -> None:
        connection = Connection(transport, self._knows, self._take)
        with self._lock:
            self._connections.add(connection)
        connection.serve()
        with self._lock:
            self._connections.discard(connection)

    def _knows(self, path: str) -> bool:
        """Whether a call may be one of ours, which is not worth to be waited for while it is loaded."""
        return path == SHUTDOWN or path.startswith(SERVED)

    def _take(self, connection: Connection, call: Call, message: bytes) -> None:
        """Have a call answered; handing it on to a thread costs as much as a short answer does."""
        is_short = call.path in MOMENTARY and len(message) <= SMALL
        if is_short and self._is_open and self._is_answered(connection, call, message):
            return
        try:
            self._pool.submit(self._answer, connection, call, message)
        except RuntimeError:  # none is begun any more
            with suppress(Over):
                connection.refuse(call)

    def _is_answered(self, connection: Connection, call: Call, message: bytes) -> bool:
        """Answer a call, if that needs no waiting; asked once more, it has the same answer, or the same trouble."""
        try:
            answer = self._handlers.get()[call.path](message)
            return isinstance(answer, bytes) and connection.answer_at_once(call, answer)
        except Over:
            return True
        except Exception:  # which is told where it happens again
            return False

    def _answer(self, connection: Connection, call: Call, message: bytes) -> None:
        try:
            self._answer_with_service(connection, call, message)
        except Over:
            pass
        except Exception as error:  # the service tells its own: this is one of telling, or the client is gone
            with suppress(Over, OSError):
                connection.break_off(call)
                log.error("%s at %s", type(error).__name__, origin_of(error))

    def _answer_with_service(self, connection: Connection, call: Call, message: bytes) -> None:
        if call.path == SHUTDOWN:
            self.shutdown_asked.set()
            connection.answer(call, b"")
        elif call.path in self._prepared:
            connection.answer(call, self._prepared[call.path])
        elif handler := self._handlers.get().get(call.path):
            connection.answer(call, handler(message))
        else:
            connection.fail(call, frames.UNIMPLEMENTED)

    def _refuse_new(self) -> Thread:
        """Take no call any more; the thread that ends when those in flight have."""
        self._is_open = False
        with suppress(OSError):  # macOS has no word for it, and needs none
            self._listener.shutdown(sockets.SHUT_RDWR)  # a close alone leaves the accept waiting
        self._listener.close()
        for connection in self._alive():
            connection.say_goodbye()
        ended = Thread(target=self._pool.shutdown)
        ended.start()
        return ended

    def _hang_up(self) -> None:
        for connection in self._alive():
            connection.close()

    def _alive(self) -> list[Connection]:
        with self._lock:
            return list(self._connections)
