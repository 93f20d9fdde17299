"""The agreement between Terraform and a plugin: one line on standard output, or what attaches it in the environment.

Imports nothing slow: whoever starts the executable by hand gets an answer at once.
Source: hashicorp/go-plugin, docs/internals.md; the cookie and versions are Terraform's (internal/plugin6), and
attachments are those of its internal/getproviders/reattach.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from provider_lib.dataclass import dataclass
from provider_lib.errors import ConfigError
from provider_lib.run_folder import make_run_folder

COOKIE_KEY = "TF_PLUGIN_MAGIC_COOKIE"
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

CORE_PROTOCOL = 1
"""Version of go-plugin's own protocol."""

PLUGIN_PROTOCOL = 6
"""Version of Terraform's plugin protocol that is served."""

SOCKET_FOLDER = "PLUGIN_UNIX_SOCKET_DIR"
"""Names the folder for sockets; what starts us says it, or the user to all plugins."""

LONGEST_SOCKET_PATH = 103
"""Bytes that fit ``sockaddr_un`` on macOS; Linux allows four more."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the core that started this process asks for.

    Args:
        encrypted: whether it wants TLS.
        socket_folder: where it wants the socket; None leaves the choice to us.
    """

    encrypted: bool
    socket_folder: str | None


def read_invitation(environ: Mapping[str, str]) -> Invitation:
    """Check that Terraform started this process, and read what it asks for.

    Raises:
        ConfigError: somebody else did, or its protocol is another one.
    """
    if environ.get(COOKIE_KEY) != COOKIE:
        raise ConfigError(
            "This is a Terraform provider: Terraform starts it, it is not meant to be run directly",
            "Run `sluice provider install` to make terraform, tofu and cdktf find it, "
            "or start it with --debug to attach a Terraform to it.",
        )
    versions = environ.get("PLUGIN_PROTOCOL_VERSIONS", str(PLUGIN_PROTOCOL)).split(",")
    if str(PLUGIN_PROTOCOL) not in versions:
        raise ConfigError(
            f"This provider speaks plugin protocol {PLUGIN_PROTOCOL}, the program that started it only "
            f"{', '.join(versions)}",
            "Use Terraform 1.8 or OpenTofu 1.9, or later.",
        )
    return Invitation(
        encrypted=bool(environ.get("PLUGIN_CLIENT_CERT")),
        socket_folder=environ.get(SOCKET_FOLDER),
    )


def make_socket_path(folder: str | None = None) -> Path:
    """A path for the socket in a new folder that only this user can enter.

    The folder keeps strangers out, which is what client certificates would do: the P-521 ones that Terraform
    makes cannot be checked by gRPC's TLS library.

    Args:
        folder: where to make it; None takes the system's folder for temporary files.
    """
    path = make_run_folder(folder) / "s"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    path.parent.rmdir()
    return make_run_folder("/tmp") / "s"


def remove_socket(path: Path) -> None:
    """Remove a socket, which the server may have done already, and the folder made for it."""
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def claim_stdout() -> int:
    """Keep standard output for the handshake: whatever else prints goes to standard error from now on.

    Returns:
        the file descriptor of the real standard output.
    """
    sys.stdout.flush()
    stdout = os.dup(1)
    os.dup2(2, 1)
    return stdout


def handshake_line(socket: Path, certificate: bytes = b"") -> bytes:
    """The line that tells the core where and how to connect.

    Args:
        certificate: the server's certificate in DER; empty without TLS.
    """
    encoded = b64encode(certificate).decode().rstrip("=")
    return f"{CORE_PROTOCOL}|{PLUGIN_PROTOCOL}|unix|{socket}|grpc|{encoded}\n".encode()


def attachment(socket: Path, address: str) -> str:
    """The value for ``REATTACH_VARIABLE`` that has a Terraform connect to this process, instead of starting one.

    Args:
        socket: where it listens, in plain text.
        address: the provider's source address, ``host/namespace/type``.
    """
    description = {
        "Protocol": "grpc",
        "ProtocolVersion": PLUGIN_PROTOCOL,
        "Pid": os.getpid(),
        "Test": True,  # without it Terraform stops the server after its run, and ends in a panic doing so
        "Addr": {"Network": "unix", "String": str(socket)},
    }
    return json.dumps({address: description})
