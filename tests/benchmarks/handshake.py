"""How long Terraform waits for the provider's first line, against Python and the libraries it cannot do without."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping
from statistics import median
from tempfile import TemporaryDirectory

from provider_lib.protocol.handshake import COOKIE, COOKIE_KEY
from tests.benchmarks.figure import Figure
from tests.benchmarks.installed import installed, provider
from tests.benchmarks.process import environment, run

RUNS = 15
BUDGET = 1.5
LIBRARIES = "import google.protobuf.descriptor_pool, hpack, msgpack, ssl, cryptography.hazmat.primitives.asymmetric.ec"


def measure() -> Iterator[Figure]:
    """Both in turns, so that a busy machine slows both."""
    with TemporaryDirectory() as folder:
        environ = environment(**{COOKIE_KEY: COOKIE, "PLUGIN_CLIENT_CERT": "yes", "PLUGIN_UNIX_SOCKET_DIR": folder})
        pairs = [(_await_handshake(environ), _import_libraries(environ)) for _ in range(RUNS)]
    handshake, libraries = (median(times) for times in zip(*pairs, strict=True))
    yield Figure(
        "handshake, against importing its libraries",
        handshake / libraries,
        BUDGET,
        made_of=f"{handshake * 1000:.0f} ms, {libraries * 1000:.0f} ms; medians of {RUNS} runs",
    )


def _await_handshake(environ: Mapping[str, str]) -> float:
    begin = time.perf_counter()
    with subprocess.Popen([provider()], env=environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"1|6|unix|")
        process.kill()
        return time.perf_counter() - begin


def _import_libraries(environ: Mapping[str, str]) -> float:
    return run([installed() / "python", "-c", LIBRARIES], environ).seconds
