"""Archives as small as they can be."""

from __future__ import annotations

from pathlib import Path

from provider_lib.package.archive import Archive, archives_in, pack

HERE, THERE = "linux_amd64", "darwin_arm64"


def make_archives(folder: Path, *names: str, text: str = "starts") -> list[Archive]:
    """Archives by version and platform, as in ``0.1.0_linux_amd64``, in a folder."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    (content / "provider").write_text(text)
    (content / "provider").chmod(0o755)
    for name in names:
        pack(content, folder / f"terraform-provider-sluice_{name}.zip")
    return archives_in(folder)
