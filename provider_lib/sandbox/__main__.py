"""``python -m provider_lib.sandbox``: the sandbox as a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from provider_lib.errors import SandboxError
from provider_lib.sandbox.server import listen, serve, url_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal ends it; gives back the exit code."""
    parser = argparse.ArgumentParser("python -m provider_lib.sandbox", description="Local vendor APIs.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; a free one unless given")
    parser.add_argument("--database", type=Path, help="SQLite file; in memory unless given")
    parser.add_argument("--pid-file", type=Path, help="JSON with pid and url, there while requests are answered")
    parser.add_argument("--detach", action="store_true", help="serve in the background, away from this terminal")
    options = parser.parse_args(arguments)
    os.umask(0o077)  # people try things out with real secrets
    try:
        listener = listen(options.port)
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.detach and _leave_terminal():
        return 0
    _serve(listener, options.database, options.pid_file)
    return 0


def _leave_terminal() -> bool:
    """Go on in a child process with a session of its own; says whether this is the parent."""
    if os.fork():
        return True
    os.setsid()
    return False


def _serve(listener: socket.socket, database: Path | None, pid_file: Path | None) -> None:
    def announce() -> None:
        sys.stdout.write(f"{url_of(listener)}\n")
        sys.stdout.flush()
        if pid_file:
            unfinished = pid_file.with_suffix(".tmp")
            unfinished.write_text(json.dumps({"pid": os.getpid(), "url": url_of(listener)}))
            unfinished.replace(pid_file)

    # The server ends tidily and then raises the signal again, which must not skip the removal of the pid file.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        serve(listener, database, announce)
    finally:
        if pid_file:
            pid_file.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
