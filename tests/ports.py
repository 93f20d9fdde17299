"""Ports of this machine for servers that cannot choose one themselves."""

from __future__ import annotations

import random
import socket
from contextlib import closing
from itertools import islice

PORTS = range(15_000, 30_000)
"""Not from where the system takes those of outgoing connections: one of them could have it before the server is up."""


def free_ports(count: int) -> list[int]:
    """Ports on which nobody listens."""
    candidates = random.Random().sample(PORTS, k=100)
    return list(islice(filter(_free, candidates), count))


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
            return True
    except OSError:
        return False


def _free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
