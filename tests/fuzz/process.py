"""The provider as a process of its own, and what is sent straight to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from provider_lib.protocol import tfplugin6_pb2 as pb
from provider_lib.protocol.handshake import COOKIE, COOKIE_KEY

WITHIN = 30.0
"""Seconds for a call."""


@dataclass(frozen=True)
class ProviderProcess:
    """A running provider."""

    process: subprocess.Popen[str]
    channel: grpc.Channel

    def send(self, name: str, request: bytes) -> Any:
        """The response to the bytes of a request, whatever they are; of an action, or a list, what its events say."""
        message = getattr(pb, name)
        if name in ("InvokeAction", "ListResource"):
            sent = self.channel.unary_stream(f"/tfplugin6.Provider/{name}")(request, timeout=WITHIN)
            events = [message.Event.FromString(data) for data in sent]
            if name == "InvokeAction":
                return events[-1].completed
            told = [item for event in events for item in event.diagnostic]
            return pb.ValidateListResourceConfig.Response(diagnostics=told)
        method = self.channel.unary_unary(f"/tfplugin6.Provider/{name}")
        return message.Response.FromString(method(request, timeout=WITHIN))

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def megabytes(self) -> int:
        """The most memory that it ever had; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


@contextmanager
def provider_process(environ: Mapping[str, str], folder: Path) -> Iterator[ProviderProcess]:
    """A provider that was started as Terraform starts it.

    Args:
        environ: its settings.
        folder: for its socket and what it complains of.
    """
    own = {COOKIE_KEY: COOKIE, "PLUGIN_UNIX_SOCKET_DIR": str(folder), **environ}
    executable = Path(sys.executable).with_name("terraform-provider-sluice")
    with (
        (folder / "stderr").open("w") as complaints,
        subprocess.Popen(
            [executable], env=os.environ | own, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as it,
    ):
        try:
            assert it.stdout is not None
            socket = it.stdout.readline().split("|")[3]
            with grpc.insecure_channel(f"unix:{socket}") as channel:
                yield ProviderProcess(it, channel)
        finally:
            it.kill()
