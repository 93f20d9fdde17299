"""A socket on which several threads send and one receives, in plain text or in TLS."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final

from provider_lib.protocol.certificate import Certificate

CHUNK: Final = 1 << 18

OPEN_FILES: Final = Path("/proc/self/fd")
"""Where Linux has the files of a process, by number; some containers do not show it."""


class Transport:
    """In plain text.

    Args:
        connected: the socket.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._lock = Lock()

    def receive(self) -> bytes:
        """What came; empty at the end. Raises OSError."""
        return self._socket.recv(CHUNK)

    def send(self, data: bytes) -> None:
        """Send all of it, in one piece. Raises OSError."""
        with self._lock:
            self._socket.sendall(data)

    def end(self) -> None:
        """End it: whoever receives or sends is told."""
        with suppress(OSError):  # the other side was faster
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the socket, which only the thread that receives may do."""
        self._socket.close()


class SealedTransport(Transport):
    """In TLS. What OpenSSL knows of a connection is not for two threads at once, so it is asked under a lock, and
    nobody waits for the other side while holding it, but to send.

    Args:
        context: with the certificate.
    """

    def __init__(self, connected: socket.socket, context: ssl.SSLContext) -> None:
        super().__init__(connected)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    def receive(self) -> bytes:
        """What came; empty at the end. Raises OSError."""
        while True:
            with self._lock:
                found = self._take()
            if found is not None:
                return found
            came = self._socket.recv(CHUNK)
            if not came:
                return b""
            with self._lock:
                self._incoming.write(came)

    def send(self, data: bytes) -> None:
        """Send all of it, in one piece. Raises OSError."""
        with self._lock:
            self._tls.write(data)
            self._socket.sendall(self._outgoing.read())

    def _take(self) -> bytes | None:
        """What is there of what the other side said, once reading has shaken hands; None where more must come first."""
        try:
            return self._tls.read(CHUNK)
        except ssl.SSLWantReadError:
            return None
        finally:
            if self._outgoing.pending:
                self._socket.sendall(self._outgoing.read())


def tls_context(certificate: Certificate, folder: Path, open_files: Path = OPEN_FILES) -> ssl.SSLContext:
    """What a server with this certificate needs.

    Args:
        folder: that only this user may enter.
        open_files: a folder with the files that this process has open, by number, where the system has one.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.num_tickets = 0  # nobody comes twice
    context.set_alpn_protocols(["h2"])
    with _file(certificate.key_pem + certificate.pem, folder, open_files) as path:
        context.load_cert_chain(path)
    return context


@contextmanager
def _file(content: bytes, folder: Path, open_files: Path) -> Iterator[Path]:
    """A file for a moment, since OpenSSL reads a key from nothing else; of memory where there is a way to open that."""
    if hasattr(os, "memfd_create") and open_files.is_dir():
        with os.fdopen(os.memfd_create("key"), "wb", buffering=0) as memory:
            memory.write(content)
            yield open_files / str(memory.fileno())
        return
    path = folder / "k"
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
        yield path
    finally:
        path.unlink(missing_ok=True)
