"""A server in a process with other work, that a Terraform is attached to: for tests and debuggers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provider_lib.contract import Provider
from provider_lib.protocol.dispatch import Service
from provider_lib.protocol.grpc_server import PluginServer
from provider_lib.protocol.handshake import attachment, make_socket_path, remove_socket


@contextmanager
def reattach(factory: Callable[[], Provider], address: str) -> Iterator[str]:
    """Serve in this process until the block ends.

    Every Terraform run that finds the value in its environment uses this one server, also several at once: the
    last configuration counts for all.

    Args:
        factory: makes the provider, at the first call.
        address: the provider's source address, ``host/namespace/type``.

    Returns:
        the value for ``REATTACH_VARIABLE``.
    """
    socket = make_socket_path()
    server = PluginServer(lambda: Service(factory), socket)
    server.start()
    try:
        yield attachment(socket, address)
    finally:
        server.drain()
        remove_socket(socket)
