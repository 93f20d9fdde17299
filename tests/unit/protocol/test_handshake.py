"""What a plugin says to whoever starts it."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from provider_lib.errors import ConfigError
from provider_lib.protocol.certificate import make_certificate
from provider_lib.protocol.handshake import (
    COOKIE,
    COOKIE_KEY,
    Invitation,
    handshake_line,
    make_socket_path,
    read_invitation,
    remove_socket,
)

EXECUTABLE = [sys.executable, "-c", "from provider_lib.plugin import main; main()"]


def run(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TF_", "PLUGIN_"))}
    return subprocess.run(EXECUTABLE, env=inherited | environ, capture_output=True, text=True, timeout=30)


def test_a_user_who_starts_it_by_hand_is_told_what_it_is() -> None:
    done = run({})
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "This is a Terraform provider: Terraform starts it, it is not meant to be run directly\n"
        "Run `sluice provider install` to make terraform, tofu and cdktf find it, "
        "or start it with --debug to attach a Terraform to it.\n",
    )


def test_a_terraform_that_does_not_speak_protocol_6_is_refused() -> None:
    done = run({COOKIE_KEY: COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "4,5"})
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "This provider speaks plugin protocol 6, the program that started it only 4, 5\n"
        "Use Terraform 1.8 or OpenTofu 1.9, or later.\n",
    )


def test_an_error_before_the_handshake_is_shown_by_terraform(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    done = run({COOKIE_KEY: COOKIE, "PLUGIN_UNIX_SOCKET_DIR": str(missing)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("panic: the Sluice provider cannot start: FileNotFoundError: ")


def test_terraform_says_whether_it_wants_tls_and_where() -> None:
    environ = {
        COOKIE_KEY: COOKIE,
        "PLUGIN_PROTOCOL_VERSIONS": "6,5",
        "PLUGIN_CLIENT_CERT": "-----BEGIN CERTIFICATE-----",
        "PLUGIN_UNIX_SOCKET_DIR": "/run/plugins",
    }
    assert read_invitation(environ) == Invitation(encrypted=True, socket_folder="/run/plugins")
    assert read_invitation({COOKIE_KEY: COOKIE}) == Invitation(encrypted=False, socket_folder=None)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {COOKIE_KEY: "chocolate"},
            "This is a Terraform provider: Terraform starts it, it is not meant to be run directly\n"
            "Run `sluice provider install` to make terraform, tofu and cdktf find it, "
            "or start it with --debug to attach a Terraform to it.",
        ),
        (
            {COOKIE_KEY: COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "4,5"},
            "This provider speaks plugin protocol 6, the program that started it only 4, 5\n"
            "Use Terraform 1.8 or OpenTofu 1.9, or later.",
        ),
    ],
)
def test_whoever_does_not_speak_as_terraform_does_is_refused(environ: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_invitation(environ)
    assert str(caught.value) == said


def test_the_handshake_line_has_six_fields_and_an_unpadded_certificate() -> None:
    line = handshake_line(Path("/tmp/a/s"), b"\xff" * 64)
    assert line == b"1|6|unix|/tmp/a/s|grpc|" + base64.b64encode(b"\xff" * 64).rstrip(b"=") + b"\n"
    assert handshake_line(Path("/tmp/a/s"), b"\0\0\x17") == b"1|6|unix|/tmp/a/s|grpc|AAAX\n"
    assert handshake_line(Path("/tmp/a/s")) == b"1|6|unix|/tmp/a/s|grpc|\n"


def test_only_this_user_can_enter_the_folder_of_the_socket(tmp_path: Path) -> None:
    socket = make_socket_path(str(tmp_path))
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert (socket.parent.parent, socket.parent.name[:7], socket.name) == (tmp_path, "sluice-", "s")
    socket.touch()
    remove_socket(socket)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("length", "is_kept"), [(103, True), (104, False)])
def test_a_socket_path_always_fits_into_a_socket_address(
    tmp_path: Path, length: int, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = make_socket_path(str(tmp_path))
    remove_socket(usual)
    deep = tmp_path / ("d" * (length - len(f"{usual}/")))
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))  # as TMPDIR does, which is read once
    socket = make_socket_path()
    folder = deep if is_kept else Path("/tmp")
    assert (socket.parent.parent, socket.parent.name[:7], socket.name) == (folder, "sluice-", "s")
    assert list(deep.iterdir()) == [socket.parent] * is_kept
    remove_socket(socket)


def test_the_certificate_is_for_localhost_and_signed_by_itself() -> None:
    made = make_certificate()
    certificate = x509.load_der_x509_certificate(made.der)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    assert list(certificate.extensions) == [x509.Extension(names.oid, critical=False, value=names)]
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert x509.load_pem_x509_certificate(made.pem) == certificate
    certificate.verify_directly_issued_by(certificate)
