"""Writes a provider registry as files: any HTTPS host that serves them is one.

Format: https://developer.hashicorp.com/terraform/internals/provider-registry-protocol
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from provider_lib.errors import ConfigError, PackageError
from provider_lib.package.archive import EXECUTABLE, PROTOCOLS, Archive, archives_in, publish
from provider_lib.package.signing import can_sign, sign
from provider_lib.provider_source import is_ours

DISCOVERY = ".well-known/terraform.json"
"""The file that must be at the root of the host."""

_PROVIDERS = "v1/providers"
_BASE_URL = re.compile(r"https://[^/?#]+(?:/[\w.~%/-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry that is written into a folder.

    Args:
        folder: what is served below ``base_url``; made when it does not exist.
        base_url: where it is served.
        provider: the address without its host: ``NAMESPACE/sluice``.
    """

    folder: Path
    base_url: str
    provider: str

    def __post_init__(self) -> None:
        if not _BASE_URL.fullmatch(self.base_url) or not is_ours(self.address):
            raise ConfigError(
                f"A registry cannot be at {self.base_url!r}",
                "Terraform asks https://HOST[:PORT] and https://HOST[:PORT]/PATH only. Write a host that is not ASCII "
                "as the domain name system does (xn--...).",
            )

    @property
    def host(self) -> str:
        """Where the provider's address begins, as Terraform spells it."""
        return self.base_url.split("/")[2].lower().removesuffix(":443")

    @property
    def address(self) -> str:
        """Of the provider, when it comes from this registry."""
        return f"{self.host}/{self.provider}"

    def add(self, archives: Sequence[Archive], key: str | None = None) -> bool:
        """Add archives; what other versions and platforms are offered stays. Whether they are signed.

        What is there is described anew once everything is signed: until then it is served as it was.

        Args:
            archives: any versions and platforms.
            key: as GnuPG names it; the one that it takes by itself when there is none.

        Raises:
            PackageError: another archive of a version and platform is offered, an archive is broken, or it cannot be
                signed where the others are.
        """
        signed = can_sign(key)
        place = self.folder / _PROVIDERS / self.provider
        for archive in archives:
            publish(archive, place / archive.version)
        written: dict[Path, bytes] = {}
        versions = []
        for version, group in groupby(archives_in(place), key=lambda archive: archive.version):
            packed = list(group)
            written |= self._described(place / version, packed, key, signed=signed)
            platforms = [{"os": archive.system, "arch": archive.machine} for archive in packed]
            versions.append({"version": version, "protocols": PROTOCOLS, "platforms": platforms})
        written[place / "versions"] = _json({"versions": versions})
        written[self.folder / DISCOVERY] = _json({"providers.v1": f"{self.base_url.rstrip('/')}/{_PROVIDERS}/"})
        for path, content in written.items():
            _replace(path, content)
        return signed

    def _described(
        self, place: Path, archives: Sequence[Archive], key: str | None, *, signed: bool
    ) -> dict[Path, bytes]:
        """What is said of one version, by file."""
        sums = place / f"{EXECUTABLE}_{archives[0].version}_SHA256SUMS"
        listed = "".join(f"{archive.sha256()}  {archive.name}\n" for archive in archives)
        signature, keys = _signature(listed, key) if signed else _signature_before(sums, listed)
        # The signature is there without a key too: a core that does not find it says so, and not what is wrong.
        said = {sums: listed.encode(), _beside(sums): signature}
        for archive in archives:
            said[_download_of(place, archive)] = _json(self._download(archive, sums.name, keys))
        return said

    def _download(self, archive: Archive, sums: str, keys: Sequence[Any]) -> dict[str, object]:
        base = f"{self.base_url.rstrip('/')}/{_PROVIDERS}/{self.provider}/{archive.version}"
        return {
            "protocols": PROTOCOLS,
            "os": archive.system,
            "arch": archive.machine,
            "filename": archive.name,
            "download_url": f"{base}/{archive.name}",
            "shasum": archive.sha256(),
            "shasums_url": f"{base}/{sums}",
            "shasums_signature_url": f"{base}/{sums}.sig",
            "signing_keys": {"gpg_public_keys": keys},
        }


def _signature(listed: str, key: str | None) -> tuple[bytes, list[Any]]:
    """A signature, and what is said of its key."""
    signature, public = sign(listed, key)
    return signature, [{"key_id": public.id, "ascii_armor": public.armor}]


def _signature_before(sums: Path, listed: str) -> tuple[bytes, list[Any]]:
    """The signature that is offered, if there is one, and what is said of its key: it holds as long as the sums do.

    Raises:
        PackageError: other sums were signed, and nobody could install what is offered if these were not.
    """
    signature = _beside(sums).read_bytes() if _beside(sums).exists() else b""
    if not signature:
        return b"", []
    if sums.read_text() != listed:
        raise PackageError(
            f"{sums} is signed, and there is no key to sign it anew",
            "Run this where gpg has that key. What is served stays as it was.",
        )
    [document, *_] = sorted(sums.parent.glob("download/*/*"))
    return signature, list(json.loads(document.read_text())["signing_keys"]["gpg_public_keys"])


def _beside(sums: Path) -> Path:
    return sums.with_name(f"{sums.name}.sig")


def _download_of(place: Path, archive: Archive) -> Path:
    return place / "download" / archive.system / archive.machine


def _json(document: object) -> bytes:
    return (json.dumps(document, indent=2) + "\n").encode()


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole, so that whoever is served meanwhile gets the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    os.replace(fresh, path)
