"""A root with as little in it as the smallest image has."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def minimal_root(root: Path) -> Path:
    """A folder to change the root to: the C library and zlib, which every Debian has, and nothing else."""
    if os.getuid() != 0:
        pytest.skip("only root can change its root")
    for folder in ("tmp", "dev"):
        (root / folder).mkdir(parents=True)
    try:
        os.mknod(root / "dev" / "urandom", 0o444 | stat.S_IFCHR, os.makedev(1, 9))
        os.mknod(root / "dev" / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("this machine lets nobody make devices, which every root has")
    for library in _c_library():
        target = root / library.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
    return root


def _c_library() -> Iterator[Path]:
    """The files of the C library, of what loads it, and zlib; PyInstaller starts with it."""
    linked = subprocess.run(["ldd", sys.executable], capture_output=True, text=True, check=True).stdout
    [folder] = {Path(path).parent for path in re.findall(r"=> (\S+/libc\.so\.6)", linked)}
    for name in ("libc", "libm", "libdl", "libpthread", "librt", "libutil", "libresolv", "libz"):
        yield from folder.glob(f"{name}.so.*")
    yield from (Path(path) for path in re.findall(r"^\s*(/\S*/ld-linux\S*)", linked, re.MULTILINE))
