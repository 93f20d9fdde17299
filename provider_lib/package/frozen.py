"""Builds the package: a folder with an executable, its libraries and its modules, the same bytes on each build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import provider_lib
from provider_lib.errors import PackageError
from provider_lib.own_python import module_command, without_relative_imports
from provider_lib.package import entry
from provider_lib.package.archive import EXECUTABLE, archive_name, pack
from provider_lib.package.building_paths import forget_paths
from provider_lib.package.contents import Contents
from provider_lib.package.licenses import license_texts
from provider_lib.plugin import ANSWERS, prepare_answers

LICENSES = "LICENSES.txt"
"""The file in the archive that has the licences of everything in it."""

_NOT_NEEDED = (
    *("click", "pygments", "rich", "typer"),  # of the command line that httpx brings
    *("anyio", "sniffio", "trio"),  # httpx and httpcore are used without asynchronous calls
    *("grpc_tools", "pkg_resources", "setuptools", "_pytest"),  # asked for by who finds them installed
    *("yaml", "packaging"),
    *("curses", "readline"),  # a terminal's; GNU readline is under the GPL
    *("doctest", "multiprocessing", "pdb", "pydoc", "sqlite3", "tkinter", "unittest", "xmlrpc"),
    "sysconfig",  # holds how and where Python was built
)
"""What is found by following imports and is not run by the provider."""

_HIDDEN = ("pkgutil",)  # protobuf asks for it by `__import__`
_SAME_BYTES = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "315532800"}
_SHOWN = 15


def build_archive(out: Path) -> Path:
    """Build the archive for the machine that this runs on; the file.

    Args:
        out: the folder for it.

    Raises:
        PackageError: PyInstaller is not there, or fails.
    """
    name = f"{EXECUTABLE}_v{provider_lib.__version__}"
    target = out / archive_name(provider_lib.__version__)
    if find_spec("PyInstaller") is None:
        raise PackageError(
            "PyInstaller, which builds the package, is not installed",
            f"Install it beside Sluice: {sys.executable} -m pip install 'pyinstaller>=6.10,<7'.",
        )
    with tempfile.TemporaryDirectory(prefix="sluice-package-") as folder:
        work = Path(folder).resolve()
        frozen = _freeze(work, name)
        forget_paths(frozen, sys.base_prefix)
        contents = Contents.of(frozen, frozen / name)
        (frozen / LICENSES).write_text(license_texts(contents))
        pack(frozen, target)
    return target


def _freeze(work: Path, name: str) -> Path:
    """Let PyInstaller collect what the provider imports."""
    options = ["--noconfirm", "--onedir", "--name", name, "--paths", str(Path(provider_lib.__file__).parents[1])]
    options += ["--distpath", str(work), "--workpath", str(work / "build"), "--specpath", str(work / "build")]
    options += ["--strip"] if shutil.which("strip") else []
    options += [word for module in _HIDDEN for word in ("--hidden-import", module)]
    options += [word for module in _NOT_NEEDED for word in ("--exclude-module", module)]
    environment = without_relative_imports(os.environ) | _SAME_BYTES | {"PYINSTALLER_CONFIG_DIR": str(work / "cache")}
    (work / "build").mkdir()
    prepare_answers(work / "build" / ANSWERS.name)  # where relative paths begin: an absolute one may have a colon
    options += ["--add-data", f"{ANSWERS.name}:{Path(provider_lib.__name__, ANSWERS.name)}"]
    command = [*module_command("PyInstaller"), *options, str(Path(entry.__file__))]
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackageError("PyInstaller failed", "\n".join(done.stderr.splitlines()[-_SHOWN:]))
    return work / name
