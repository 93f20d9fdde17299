"""A host that serves files over TLS, and knows nothing of what they are."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(handler: Any, tls: ssl.SSLContext) -> Iterator[str]:
    """Serve on a port of this machine; yields ``localhost:PORT``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def static_host(folder: Path, tls: ssl.SSLContext) -> Any:
    """Serve a folder."""
    return serving(partial(_Quiet, directory=str(folder)), tls)
