"""Writes a provider registry as files: any HTTPS host that serves them is one.

Format: https://developer.hashicorp.com/terraform/internals/provider-registry-protocol
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from provider_lib.errors import ConfigError
from provider_lib.package.archive import EXECUTABLE, PROTOCOLS, Archive, archives_in, publish
from provider_lib.package.signing import PublicKey, can_sign, sign

DISCOVERY = ".well-known/terraform.json"
"""The file that must be at the root of the host."""

_PROVIDERS = "v1/providers"


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
        parts = urlsplit(self.base_url)
        if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
            raise ConfigError(
                f"A registry cannot be at {self.base_url!r}", "Terraform asks https://HOST and https://HOST/PATH only."
            )

    @property
    def host(self) -> str:
        """Where the provider's address begins."""
        return urlsplit(self.base_url).netloc

    @property
    def address(self) -> str:
        """Of the provider, when it comes from this registry."""
        return f"{self.host}/{self.provider}"

    def add(self, archives: Sequence[Archive], key: str | None = None) -> bool:
        """Add archives; what other versions and platforms are offered stays. Whether they are signed.

        Args:
            archives: any versions and platforms.
            key: as GnuPG names it; the one that it takes by itself when there is none.

        Raises:
            PackageError: another archive of a version and platform is offered, or signing fails.
        """
        signed = can_sign(key)
        place = self.folder / _PROVIDERS / self.provider
        for archive in archives:
            publish(archive, place / archive.version)
        versions = []
        for version, group in groupby(archives_in(place), key=lambda archive: archive.version):
            packed = list(group)
            self._describe(place / version, packed, key, signed=signed)
            platforms = [{"os": archive.system, "arch": archive.machine} for archive in packed]
            versions.append({"version": version, "protocols": PROTOCOLS, "platforms": platforms})
        _write(place / "versions", {"versions": versions})
        _write(self.folder / DISCOVERY, {"providers.v1": f"{self.base_url.rstrip('/')}/{_PROVIDERS}/"})
        return signed

    def _describe(self, place: Path, archives: Sequence[Archive], key: str | None, *, signed: bool) -> None:
        """Write what is said of one version."""
        sums = place / f"{EXECUTABLE}_{archives[0].version}_SHA256SUMS"
        sums.write_text("".join(f"{archive.sha256()}  {archive.name}\n" for archive in archives))
        signature = sums.with_name(f"{sums.name}.sig")
        signature.write_bytes(b"")  # without a key too: a core that does not find it says so, and not what is wrong
        keys = [sign(sums, signature, key)] if signed else []
        for archive in archives:
            _write(place / "download" / archive.system / archive.machine, self._download(archive, sums.name, keys))

    def _download(self, archive: Archive, sums: str, keys: Sequence[PublicKey]) -> dict[str, object]:
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
            "signing_keys": {"gpg_public_keys": [{"key_id": key.id, "ascii_armor": key.armor} for key in keys]},
        }


def _write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n")
