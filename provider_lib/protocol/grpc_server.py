"""The gRPC server of a plugin process: listens at once, and loads what it serves behind the first call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import grpc

from provider_lib.protocol.lazy import Lazy

if TYPE_CHECKING:
    from provider_lib.protocol.certificate import Certificate
    from provider_lib.protocol.dispatch import Service

    Handler = grpc.RpcMethodHandler[Any, Any]

THREADS = 128
"""Calls at once: well above any sensible -parallelism, so that a stop never waits for a free thread."""

LARGEST_MESSAGE = 256 << 20
"""Bytes; gRPC's own limit of 4 MiB is less than a large plan."""

OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.max_send_message_length", LARGEST_MESSAGE),
)


class PluginServer:
    """Serves Terraform's plugin protocol on a Unix socket.

    Args:
        make_service: makes what answers the calls; not called before the first one, or ``load``.
        socket: path of the socket.
        certificate: for TLS; None serves in plain text.
    """

    def __init__(
        self, make_service: Callable[[], Service], socket: Path, certificate: Certificate | None = None
    ) -> None:
        self.shutdown_asked = Event()
        self._service = Lazy(make_service)
        self._pool = ThreadPoolExecutor(THREADS)
        handlers = [self._controller(), _LateHandlers(lambda: self._service.get().handlers())]
        self._server = grpc.server(self._pool, handlers, options=OPTIONS)
        if certificate:
            # Client certificates stay out: see handshake.make_socket_path.
            credentials = grpc.ssl_server_credentials([(certificate.key_pem, certificate.pem)])
            self._server.add_secure_port(f"unix:{socket}", credentials)
        else:
            self._server.add_insecure_port(f"unix:{socket}")

    def start(self) -> None:
        """Listen."""
        self._server.start()

    def load(self) -> None:
        """Load what is served, before the first call asks for it."""
        self._service.get().load()

    def stop(self, grace: float) -> None:
        """Refuse new calls and give those in flight ``grace`` seconds."""
        self._server.stop(grace).wait()

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
        self._server.stop(grace=None)
        ended = Thread(target=self._pool.shutdown)
        ended.start()
        try:
            if service := self._service.get_made():
                service.stop()
        finally:
            ended.join(patience)
            if ended.is_alive():
                self.give_up()
                ended.join(moments)

    def _controller(self) -> grpc.GenericRpcHandler:
        """go-plugin's own service; without its Shutdown every process would be waited for and killed."""

        def shut_down(_request: bytes, _context: grpc.ServicerContext) -> bytes:
            self.shutdown_asked.set()
            return b""

        handlers: dict[str, Handler] = {"Shutdown": grpc.unary_unary_rpc_method_handler(shut_down)}
        return grpc.method_handlers_generic_handler("plugin.GRPCController", handlers)


class _LateHandlers(grpc.GenericRpcHandler):
    """Finds the handler of a call among those that are loaded at the first call."""

    def __init__(self, load: Callable[[], Mapping[str, Handler]]) -> None:
        self._handlers = Lazy(load)

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Handler | None:
        return self._handlers.get().get(handler_call_details.method)
