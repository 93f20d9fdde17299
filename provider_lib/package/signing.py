"""Signatures of GnuPG, by which Terraform knows who published a provider."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

from provider_lib.errors import PackageError

_SIGNED_BY = re.compile(r"^\[GNUPG:\] SIG_CREATED \S+ \S+ \S+ \S+ \S+ ([0-9A-F]{40,})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a registry says of the key that signed.

    Args:
        id: the last 16 digits of the fingerprint.
        armor: the key, in text.
    """

    id: str
    armor: str


def can_sign(key: str | None) -> bool:
    """Whether GnuPG is here and has a secret key.

    Args:
        key: as GnuPG names it; None for any.

    Raises:
        PackageError: the named key is not there.
    """
    found = shutil.which("gpg") is not None and "\nsec:" in f"\n{_secret_keys(key)}"
    if key and not found:
        raise PackageError(f"There is no secret key {key!r} to sign with", "See `gpg --list-secret-keys`.")
    return found


def sign(text: str, key: str | None) -> tuple[bytes, PublicKey]:
    """The signature of a text, by the named key or the one that GnuPG takes by itself.

    Args:
        text: what is signed.
        key: as GnuPG names it.

    Raises:
        PackageError: GnuPG refuses, for example since nobody entered the passphrase.
    """
    options = ["--local-user", key] if key else []
    done = _gpg("--status-fd", "2", *options, "--detach-sign", said=text)
    signed = _SIGNED_BY.search(done.stderr.decode(errors="replace"))
    if signed is None:
        raise PackageError("GnuPG does not say which key it signed with", done.stderr.decode(errors="replace"))
    return done.stdout, PublicKey(signed[1][-16:], _gpg("--armor", "--export", signed[1]).stdout.decode())


def _secret_keys(key: str | None) -> str:
    command = ["gpg", "--batch", "--with-colons", "--list-secret-keys", *([key] if key else [])]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _gpg(*arguments: str, said: str = "") -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(["gpg", "--batch", *arguments], input=said.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").splitlines()
        told = "\n".join(line for line in lines if not line.startswith("[GNUPG:]"))
        advice = "See whether the key has expired, and whether gpg can ask for its passphrase: gpg --list-secret-keys."
        raise PackageError("GnuPG cannot sign", f"{told}\n{advice}".strip())
    return done
