"""How Sluice starts Python on a module of its own: nothing is imported from the folder that the user works in.

``python -m`` searches the working folder first, and so does every search path with an entry that is empty or relative:
a ``ctypes.py`` in a checkout that nobody trusts would run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_SEARCH_PATH = "PYTHONPATH"


def module_command(module: str) -> tuple[str, ...]:
    """The command that runs a module, to which its arguments are added."""
    return (sys.executable, "-P", "-m", module)


def without_relative_imports(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment in which Python finds no module by a folder that depends on where it is started."""
    searched = [folder for folder in environ.get(_SEARCH_PATH, "").split(os.pathsep) if os.path.isabs(folder)]
    kept = {name: value for name, value in environ.items() if name != _SEARCH_PATH}
    return {**kept, _SEARCH_PATH: os.pathsep.join(searched)} if searched else kept
