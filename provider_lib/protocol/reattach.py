"""A server that a Terraform is attached to, instead of being started by it: for tests and debuggers.

Source: the same variable of terraform-plugin-go's tf6server, and internal/getproviders/reattach of Terraform.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provider_lib.contract import Provider
from provider_lib.protocol.dispatch import Service
from provider_lib.protocol.grpc_server import PluginServer
from provider_lib.protocol.handshake import PLUGIN_PROTOCOL, make_socket_path, remove_socket

VARIABLE = "TF_REATTACH_PROVIDERS"


@contextmanager
def reattach(factory: Callable[[], Provider], address: str) -> Iterator[str]:
    """Serve in this process until the block ends.

    Every Terraform run that finds the value in its environment uses this one server, also several at once: the
    last configuration counts for all.

    Args:
        factory: makes the provider, at the first call.
        address: the provider's source address, ``host/namespace/type``.

    Returns:
        the value for TF_REATTACH_PROVIDERS.
    """
    socket = make_socket_path()
    server = PluginServer(lambda: Service(factory), socket)
    server.start()
    try:
        yield json.dumps({address: _description(socket)})
    finally:
        server.drain()
        remove_socket(socket)


def _description(socket: Path) -> dict[str, object]:
    return {
        "Protocol": "grpc",
        "ProtocolVersion": PLUGIN_PROTOCOL,
        "Pid": os.getpid(),
        "Test": True,  # without it Terraform stops the server after its run, and ends in a panic doing so
        "Addr": {"Network": "unix", "String": str(socket)},
    }
