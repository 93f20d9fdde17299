"""The archive of one version for one platform, as Terraform, OpenTofu and their registries take it."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import zipfile
import zlib
from base64 import b64encode
from dataclasses import dataclass, replace
from pathlib import Path

from provider_lib.errors import PackageError

EXECUTABLE = "terraform-provider-sluice"
"""How the names of the executable and of its archives begin."""

PROTOCOLS = ("6.0",)
"""Of the plugin protocol, as registries tell them."""

_NAME = re.compile(rf"{EXECUTABLE}_(?P<version>\d[^_]*)_(?P<system>[a-z0-9]+)_(?P<machine>[a-z0-9]+)\.zip")
_SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
_BLOCK = 1 << 20
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""When every file was made, for the same bytes each time; nothing older fits into a zip."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A packed provider.

    Args:
        path: the file.
        version: of the provider.
        system: as Go names operating systems.
        machine: as Go names processors.
    """

    path: Path
    version: str
    system: str
    machine: str

    @property
    def name(self) -> str:
        """The file's name, which says all the rest."""
        return self.path.name

    @property
    def platform(self) -> str:
        """System and machine, as in names of files."""
        return f"{self.system}_{self.machine}"

    def sha256(self) -> str:
        """The checksum of the file: ``zh:`` in a lock file."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def check(self) -> None:
        """Look whether all of it is there.

        Raises:
            PackageError: it was cut off, or is no archive.
        """
        try:
            with zipfile.ZipFile(self.path) as packed:
                broken = packed.testzip()
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise _broken(self.path) from error
        if broken is not None:
            raise _broken(self.path)

    def hashes(self) -> list[str]:
        """The checksums that a lock file has of it: ``h1:`` of what is in it, ``zh:`` of itself."""
        with zipfile.ZipFile(self.path) as packed:
            lines = [f"{hashlib.sha256(packed.read(name)).hexdigest()}  {name}\n" for name in sorted(packed.namelist())]
        content = hashlib.sha256("".join(lines).encode()).digest()
        return [f"h1:{b64encode(content).decode()}", f"zh:{self.sha256()}"]


def archive_name(version: str) -> str:
    """The name of the archive that is built on this machine.

    Raises:
        PackageError: no platform of Terraform's is like it.
    """
    system, machine = platform.system(), platform.machine().lower()
    try:
        here = f"{_SYSTEMS[system]}_{_MACHINES.get(machine, machine)}"
    except KeyError:
        raise PackageError(f"The provider does not run on {system}", "Build it on Linux or macOS.") from None
    return f"{EXECUTABLE}_{version}_{here}.zip"


def archives_in(folder: Path) -> list[Archive]:
    """The archives in a folder and below it, oldest version first.

    Args:
        folder: where they are.

    Raises:
        PackageError: there is none.
    """
    matches = [(path, _NAME.fullmatch(path.name)) for path in sorted(folder.rglob("*.zip"))]
    found = [Archive(path, **match.groupdict()) for path, match in matches if match]
    if not found:
        raise PackageError(
            f"There is no archive of the provider in {folder}",
            f"Build one with `sluice provider package --out {folder}`, on each platform that you want to offer.",
        )
    return sorted(found, key=lambda archive: (precedence(archive.version), archive.platform))


def pack(folder: Path, target: Path) -> None:
    """Pack a folder, with the same bytes whenever its files have the same bytes.

    Args:
        folder: what is in it is at the top of the archive.
        target: the archive, replaced whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _MOMENT)
            entry.create_system = 3  # Unix: the permissions count
            entry.external_attr = (0o100755 if os.access(path, os.X_OK) else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    os.replace(fresh, target)


def publish(archive: Archive, folder: Path) -> Archive:
    """Put an archive where it is offered, unless it is there already.

    Raises:
        PackageError: it is broken, or another archive of that name is there, which lock files may know.
    """
    published = replace(archive, path=folder / archive.name)
    if not published.path.exists():
        archive.check()
        folder.mkdir(parents=True, exist_ok=True)
        fresh = published.path.with_name(f".{archive.name}.{os.getpid()}")
        fresh.write_bytes(archive.path.read_bytes())
        os.replace(fresh, published.path)
    elif published.sha256() != archive.sha256():
        raise changed(archive, str(folder))
    return published


def changed(archive: Archive, place: str) -> PackageError:
    """The error when an archive would replace another of the same version."""
    return PackageError(
        f"{place} has another {archive.name}",
        "Lock files may hold the checksum of that one, and whoever has such a file could not install any more. "
        "Give what is new a new version, or delete the old archive if nobody has used it.",
    )


def _broken(path: Path) -> PackageError:
    return PackageError(f"{path} is broken", "It may not have arrived whole. Copy or build it again.")


def precedence(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Where a version stands among others: numbers as numbers, and what is not released yet before its release."""
    numbers, _, rest = version.partition("-")
    return tuple(int(number) for number in re.findall(r"\d+", numbers)), not rest, rest
