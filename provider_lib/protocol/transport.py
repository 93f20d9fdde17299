"""A socket on which several threads send and one receives, in plain text or in TLS."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from provider_lib.protocol.certificate import Certificate

CHUNK: Final = 1 << 18


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
        self._is_open = False

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
        """What is there of what the other side said, after the handshake; None where more must come first."""
        try:
            if not self._is_open:
                self._tls.do_handshake()
                self._is_open = True
            return self._tls.read(CHUNK) if self._incoming.pending or self._tls.pending() else None
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            return b""
        finally:
            if self._outgoing.pending:
                self._socket.sendall(self._outgoing.read())


def tls_context(certificate: Certificate, folder: Path) -> ssl.SSLContext:
    """What a server with this certificate needs.

    Args:
        folder: that only this user may enter: OpenSSL reads a key from a file only, which is there for a moment.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.num_tickets = 0  # nobody comes twice
    context.set_alpn_protocols(["h2"])
    file = folder / "k"
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_bytes(certificate.key_pem + certificate.pem)
        context.load_cert_chain(file)
    finally:
        file.unlink(missing_ok=True)
    return context
