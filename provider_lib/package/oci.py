"""How a provider lies in an OCI registry for OpenTofu: an index for each version, a manifest for each platform.

Format: https://opentofu.org/docs/cli/oci_registries/provider-mirror/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from provider_lib.package.archive import Archive

INDEX: Final = "application/vnd.oci.image.index.v1+json"
MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
EMPTY: Final = b"{}"
"""The configuration of an artifact that needs none."""

_PROVIDER = "application/vnd.opentofu.provider"
_TARGET = "application/vnd.opentofu.provider-target"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is stored, by the checksum of its bytes.

    Args:
        media_type: what it is.
        content: its bytes.
    """

    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """By which others name it."""
        return digest(self.content)


def digest(content: bytes) -> str:
    """The name of something stored."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def tag(version: str) -> str:
    """The tag of a version; ``+`` may not be in one."""
    return version.replace("+", "_")


def manifest(archive: Archive) -> Document:
    """What is said of one platform."""
    layer = {
        "mediaType": "archive/zip",
        "digest": f"sha256:{archive.sha256()}",
        "size": archive.path.stat().st_size,
        "annotations": {"org.opencontainers.image.title": archive.name},
    }
    config = {"mediaType": "application/vnd.oci.empty.v1+json", "digest": digest(EMPTY), "size": len(EMPTY)}
    return _document(MANIFEST, {"artifactType": _TARGET, "config": config, "layers": [layer]})


def index(archives: Sequence[Archive], before: bytes | None = None) -> Document:
    """What is said of a version.

    Args:
        archives: of that version.
        before: the index that is stored, of which other platforms stay.
    """
    targets = {_platform(target): target for target in (json.loads(before)["manifests"] if before else [])}
    for archive in archives:
        target = _target(archive)
        targets[_platform(target)] = target
    return _document(INDEX, {"artifactType": _PROVIDER, "manifests": [targets[name] for name in sorted(targets)]})


def other_than_stored(archives: Sequence[Archive], before: bytes) -> list[Archive]:
    """The archives in whose place the stored index names others."""
    stored = {_platform(target): target["digest"] for target in json.loads(before)["manifests"]}
    ours = [(archive, _target(archive)) for archive in archives]
    return [it for it, target in ours if stored.get(_platform(target), target["digest"]) != target["digest"]]


def _target(archive: Archive) -> dict[str, Any]:
    described = manifest(archive)
    return {
        "mediaType": MANIFEST,
        "artifactType": _TARGET,
        "digest": described.digest,
        "size": len(described.content),
        "platform": {"architecture": archive.machine, "os": archive.system},
    }


def _platform(target: dict[str, Any]) -> tuple[str, str]:
    return target["platform"]["os"], target["platform"]["architecture"]


def _document(media_type: str, fields: dict[str, Any]) -> Document:
    whole = {"schemaVersion": 2, "mediaType": media_type, **fields}
    return Document(media_type, json.dumps(whole, indent=2).encode())
