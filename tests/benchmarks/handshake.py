"""How long Terraform waits for the provider's first line, against Python and the libraries it cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from provider_lib.protocol.handshake import COOKIE, COOKIE_KEY

RUNS = 15

BUDGET = 1.5
"""The handshake may take this many times the import of the libraries."""

EXECUTABLE = Path(sys.executable).with_name("terraform-provider-sluice")
LIBRARIES = "import grpc, google.protobuf, msgpack, cryptography.x509"


def run() -> str:
    """Measure both in turns, so that a busy machine slows both."""
    with TemporaryDirectory() as folder:
        environ = os.environ | {COOKIE_KEY: COOKIE, "PLUGIN_CLIENT_CERT": "yes", "PLUGIN_UNIX_SOCKET_DIR": folder}
        pairs = [(_seconds(lambda: _await_handshake(environ)), _seconds(_import_libraries)) for _ in range(RUNS)]
    handshake, libraries = (median(times) for times in zip(*pairs, strict=True))
    return (
        f"handshake: {handshake * 1000:.0f} ms, the libraries alone {libraries * 1000:.0f} ms, "
        f"ratio {handshake / libraries:.2f} (budget {BUDGET}; medians of {RUNS} runs)"
    )


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _await_handshake(environ: dict[str, str]) -> None:
    with subprocess.Popen([EXECUTABLE], env=environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"1|6|unix|")
        process.kill()


def _import_libraries() -> None:
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
