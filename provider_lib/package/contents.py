"""What came into a package: Python's modules, and files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

INTERNAL = "_internal"
"""The folder beside the executable."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a package.

    Args:
        modules: names of Python modules that lie inside the executable.
        files: paths of the others, relative to where modules are searched.
    """

    modules: frozenset[str]
    files: frozenset[str]

    @classmethod
    def of(cls, folder: Path, executable: Path) -> Contents:
        """Look into a package.

        Args:
            folder: of the package.
            executable: in it.
        """
        from PyInstaller.archive.readers import pkg_archive_contents

        internal = folder / INTERNAL
        files = {path.relative_to(internal).as_posix() for path in internal.rglob("*") if path.is_file()}
        return cls(frozenset(pkg_archive_contents(str(executable))), frozenset(files))
