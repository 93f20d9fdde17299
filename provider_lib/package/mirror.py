"""Writes a mirror: a folder that is a packed filesystem mirror and, behind any HTTPS server, a network mirror too.

Formats: https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror and
https://developer.hashicorp.com/terraform/internals/provider-network-mirror-protocol
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from provider_lib.package.archive import Archive, archives_in, publish


def write_packed_mirror(folder: Path, address: str, archives: Sequence[Archive]) -> None:
    """Add archives to a mirror; what other versions and platforms are in it stays.

    Args:
        folder: the mirror; made when it does not exist.
        address: of the provider.
        archives: of one provider, any versions and platforms.

    Raises:
        PackageError: the mirror has another archive of a version and platform.
    """
    place = folder / address
    for archive in archives:
        publish(archive, place)
    versions: dict[str, dict[str, object]] = defaultdict(dict)
    for archive in archives_in(place):
        versions[archive.version][archive.platform] = {"url": archive.name, "hashes": archive.hashes()}
    for version, offered in versions.items():
        _write(place / f"{version}.json", {"archives": offered})
    _write(place / "index.json", {"versions": {version: {} for version in versions}})


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n")
