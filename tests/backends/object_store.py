"""A server that speaks S3, with conditional writes: moto, which AWS's users test with. It checks no credentials."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import httpx

from tests.leash import leashed
from tests.ports import free_ports, listens
from tests.unavailable import Unavailable

PATIENCE = 60.0


@dataclass(frozen=True)
class ObjectStore:
    """A running server."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which clients of AWS find it."""
        keys = {
            "AWS_ACCESS_KEY_ID": "team",
            "AWS_SECRET_ACCESS_KEY": "planted-secret-key",
            "AWS_REGION": "eu-central-1",
        }
        return {**keys, "AWS_ENDPOINT_URL": self.url}

    def make_bucket(self, name: str) -> None:
        """Make a bucket."""
        scope = "Credential=team/20260101/us-east-1/s3/aws4_request"
        headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}"}
        httpx.put(f"{self.url}/{name}", headers=headers, trust_env=False).raise_for_status()

    def names(self, bucket: str) -> list[str]:
        """The names of what is in a bucket."""
        listing = httpx.get(f"{self.url}/{bucket}", trust_env=False).raise_for_status().text
        return [part.partition("</Key>")[0] for part in listing.split("<Key>")[1:]]


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """A server without buckets, while it runs: about a second to begin with.

    Raises:
        Unavailable: this machine has none.
    """
    if not (find_spec("moto") and find_spec("flask_cors")):
        raise Unavailable("the package moto with its server is not installed")
    [port] = free_ports(1)
    command = leashed([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet) as process:
        deadline = time.monotonic() + PATIENCE
        while not listens(port):
            assert process.poll() is None, "it ended"
            assert time.monotonic() < deadline, "it is not ready"
            time.sleep(0.05)
        yield ObjectStore(f"http://127.0.0.1:{port}")
