"""Takes the place of the Python that built the package out of its binaries.

Python's library and modules hold the folder that Python was installed into, and what they are linked with is searched
there. The package brings all of it and says where it is, so that the folder's name is of no use; on another machine
somebody else may own it.
"""

from __future__ import annotations

import os
from pathlib import Path

_ELF = b"\x7fELF"
_OF_EVERY_MACHINE = ("/", "/usr")
_NOWHERE = b"/nonexistent"


def forget_paths(folder: Path, prefix: str) -> None:
    """Name a folder that nobody has in place of the one below which Python is installed, in as many letters.

    Its last step stays: a linker keeps a text that is the end of another only once, and of ``.../versions/3.11.7`` that
    is the version of Python.

    Args:
        folder: of the package.
        prefix: where Python is installed.
    """
    places = {Path(prefix), Path(prefix).resolve()}
    names = {os.fsencode(place): _elsewhere(place) for place in places if str(place.parent) not in _OF_EVERY_MACHINE}
    for path in folder.rglob("*"):
        if path.is_file():
            _replace(path, names)


def _elsewhere(place: Path) -> bytes:
    length = len(os.fsencode(place.parent))
    return _NOWHERE[:length].ljust(length, b"-") + b"/" + os.fsencode(place.name)


def _replace(path: Path, names: dict[bytes, bytes]) -> None:
    content = changed = path.read_bytes()
    if not content.startswith(_ELF):  # macOS signs binaries, and PyInstaller makes their paths relative there
        return
    for name, other in names.items():
        changed = changed.replace(name, other)
    if changed != content:
        path.write_bytes(changed)
