"""The licences of everything that is in a package."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import provider_lib
from provider_lib.package.contents import Contents

_TEXT = re.compile(r"(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
_LIBRARY = re.compile(r"(?:^|/)lib([\w+-]+?)(?:[-.][\d.]+)?(?:\.so[\d.]*|\.dylib)$")
_RULE = "=" * 100
_OURS = "terraform-provider-sluice"

_OF_LIBRARIES = {
    "bz2": ("bzip2", "bzip2-1.0.6"),
    "crypto": ("OpenSSL", "Apache-2.0"),
    "expat": ("Expat", "MIT"),
    "ffi": ("libffi", "MIT"),
    "gcc_s": ("GCC's runtime", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "lzma": ("XZ Utils' liblzma", "0BSD"),
    "mpdec": ("libmpdec", "BSD-2-Clause"),
    "ssl": ("OpenSSL", "Apache-2.0"),
    "stdc++": ("GCC's C++ library", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    "uuid": ("libuuid", "BSD-3-Clause"),
    "z": ("zlib", "Zlib"),
    "zstd": ("Zstandard", "BSD-3-Clause"),
}
"""Of libraries of the system that Python and its modules are linked with."""

UNKNOWN = "see the package of your system that it comes from"


@dataclass(frozen=True, slots=True)
class Component:
    """Something with a licence of its own.

    Args:
        title: its name and version.
        license: its identifier, or what the component says.
        text: the licence itself, where it comes along.
    """

    title: str
    license: str
    text: str = ""


def license_texts(contents: Contents) -> str:
    """A list of all components with their licences, then the texts.

    Args:
        contents: of the package.
    """
    components = list(components_of(contents))
    listed = [f"{component.title}: {component.license}" for component in components]
    texts = [f"{_RULE}\n{each.title}\n{_RULE}\n\n{each.text.strip()}\n" for each in components if each.text]
    return "\n".join(["This package is made of:", "", *listed, "", *texts])


def components_of(contents: Contents) -> Iterator[Component]:
    """What a package is made of, in the order of names after Sluice, Python and PyInstaller.

    Args:
        contents: of the package.
    """
    yield _sluice()
    yield Component(f"Python {sys.version.split()[0]}", "PSF-2.0", _python_text())
    pyinstaller = distribution("pyinstaller")
    start = "GPL-2.0-or-later WITH Bootloader-exception (the start of the executable), Apache-2.0 (its hooks)"
    yield Component(f"PyInstaller {pyinstaller.version}", start, _texts(pyinstaller))
    packed = {found.name.lower(): found for found in _distributions(contents)}
    for _, found in sorted(packed.items()):
        yield Component(f"{found.name} {found.version}", _license(found), _texts(found))
    for title, terms in sorted(set(_libraries(contents.files))):
        yield Component(title, terms)


def _sluice() -> Component:
    root = Path(provider_lib.__file__).parents[1]
    ours = _texts(distribution(_OURS)) or (root / "LICENSE").read_text()
    return Component(f"Sluice {provider_lib.__version__}", "Apache-2.0", ours)


def _distributions(contents: Contents) -> Iterator[Distribution]:
    """The distributions of others of which at least one file is in the package."""
    packed = contents.files | {name for module in contents.modules for name in _sources(module.replace(".", "/"))}
    for found in distributions():
        if found.name.startswith(_OURS):  # the whole or its core, unless it is a working copy
            continue
        if any(str(file) in packed for file in found.files or () if not _is_metadata(str(file))):
            yield found


def _sources(module: str) -> tuple[str, str]:
    return f"{module}.py", f"{module}/__init__.py"


def _is_metadata(file: str) -> bool:
    return ".dist-info/" in file or file.startswith("..")


def _license(found: Distribution) -> str:
    """As the distribution states it: newer ones as an expression, older ones in a text or in classifiers."""
    metadata = found.metadata
    classifiers = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or [] if "License" in line]
    return metadata["License-Expression"] or ", ".join(classifiers) or metadata["License"] or "see below"


def _texts(found: Distribution) -> str:
    files = sorted(str(file) for file in found.files or () if _TEXT.search(str(file)) and ".dist-info/" in str(file))
    return "\n\n".join(Path(str(found.locate_file(file))).read_text() for file in files)


def _python_text() -> str:
    """Where Python keeps its own licence, which differs by who packed it."""
    places = [Path(sys.base_prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}"), Path(sys.base_prefix)]
    return next((path.read_text() for path in (place / "LICENSE.txt" for place in places) if path.exists()), "")


def _libraries(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    for file in files:
        named = _LIBRARY.search(file)
        if named and not named[1].startswith("python"):
            yield _OF_LIBRARIES.get(named[1], (f"lib{named[1]}", UNKNOWN))
