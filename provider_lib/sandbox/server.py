"""The sandbox as a running HTTP server."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.middleware import Middleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from provider_lib.errors import SandboxError
from provider_lib.sandbox.app import PARTS, make_app, make_world
from provider_lib.sandbox.client import SandboxClient
from provider_lib.sandbox.clock import Clock
from provider_lib.sandbox.faults.middleware import TRANSPORT
from provider_lib.sandbox.part import World

HOST = "127.0.0.1"
"""The only address that the sandbox listens on: its admin API asks for no credentials."""

_START_WITHIN = 10.0


class _DroppableConnection(H11Protocol):
    """An HTTP connection whose transport is left in the scope's state, where a fault can close it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state = {**self.app_state, TRANSPORT: transport}
        super().connection_made(transport)


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, world: World, on_ready: Callable[[], None], around: Sequence[Middleware] = ()) -> None:
        super().__init__(
            uvicorn.Config(
                make_app(world, around),
                http=_DroppableConnection,
                ws="none",
                lifespan="off",
                access_log=False,
                log_level="error",
                timeout_keep_alive=60,
                timeout_graceful_shutdown=1,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


def listen(port: int = 0) -> socket.socket:
    """A loopback socket on ``port``, or on a free one for 0.

    Raises:
        SandboxError: the port is taken.
    """
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it every answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise SandboxError(
            f"The sandbox cannot listen on port {port}", f"{error.strerror}. Choose another port, or 0 for a free one."
        ) from error
    return listener


def url_of(listener: socket.socket) -> str:
    """The URL of the server behind ``listener``."""
    return f"http://{HOST}:{listener.getsockname()[1]}"


def environment(url: str) -> dict[str, str]:
    """The environment variables that point the provider at the sandbox at ``url``."""
    variables: dict[str, str] = {}
    for part in PARTS:
        variables |= part.variables(f"{url}/{part.name}")
    return variables


class Sandbox:
    """The vendors' APIs on a loopback port, served by a thread: a context manager.

    Args:
        port: 0 for a free one.
        database: the SQLite file; None keeps everything in memory.
        clock: the real time unless given.
        switches: values other than the defaults, by part.
        around: middleware right around the APIs.

    Raises:
        SandboxError: on entering, when the port is taken or the server does not start.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        database: Path | None = None,
        clock: Clock | None = None,
        switches: Mapping[str, Mapping[str, Any]] | None = None,
        around: Sequence[Middleware] = (),
    ) -> None:
        self._around = around
        self._port = port
        self._make_world = partial(make_world, database, clock, switches)
        self._ready = threading.Event()
        self.url = ""

    def __enter__(self) -> Self:
        listener = listen(self._port)
        self.url = url_of(listener)
        self._world = self._make_world()
        self._server = _Server(self._world, self._ready.set, self._around)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), name="sandbox", daemon=True)
        self._thread.start()
        if not self._ready.wait(_START_WITHIN):
            raise SandboxError("The sandbox did not start", f"Nothing answers at {self.url}.")
        self.admin = SandboxClient(self.url)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.admin.close()
        self._server.should_exit = True
        self._thread.join()
        self._world.store.close()

    def environment(self) -> dict[str, str]:
        """The environment variables that point the provider at this sandbox."""
        return environment(self.url)


def serve(listener: socket.socket, database: Path | None, on_ready: Callable[[], None]) -> None:
    """Serve in the foreground until a signal ends it; ``on_ready`` is called once requests are answered."""
    world = make_world(database)
    try:
        _Server(world, on_ready).run([listener])
    finally:
        world.store.close()
