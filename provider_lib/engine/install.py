"""Lays the provider out where Terraform, OpenTofu and cdktf find it, leaving the user's own settings alone.

In the user's data folder stand a filesystem mirror that holds a launcher, and copies of the user's CLI configuration to
which the mirror is added; child processes get the copy by ``TF_CLI_CONFIG_FILE``.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from threading import get_native_id

from provider_lib import ADDRESS, __version__
from provider_lib.engine.cli_config import implied_mirrors, merge_configuration, user_files
from provider_lib.errors import EngineError
from provider_lib.own_python import without_relative_imports

EXECUTABLE = "terraform-provider-sluice"
EXECUTABLE_VARIABLE = "SLUICE_PROVIDER_EXECUTABLE"
CONFIG_VARIABLE = "TF_CLI_CONFIG_FILE"

# `cdktf` locks linux_amd64 wherever it runs, and teammates share lock files across platforms.
PLATFORMS = ("darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64", "windows_amd64")

# Terraform records a checksum of the launcher in .terraform.lock.hcl: its text says nothing of the machine or the
# environment it is installed in, so that one lock file serves every teammate, CI and platform.
_LAUNCHER = f"""\
#!/bin/sh
# Starts the Sluice provider: the one of the running command, else the one this mirror was made for, else PATH's.
mirror=$(cd -P "${{0%/*}}/../../../../.." && pwd -P)
for provider in "${EXECUTABLE_VARIABLE}" "$mirror/.provider" "$(command -v {EXECUTABLE})"; do
  [ -x "$provider" ] && exec "$provider" "$@"
done
echo "{EXECUTABLE} is not installed: install Sluice from its checkout or wheel, then run 'sluice provider install'" >&2
exit 1
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """The provider of this Python environment, laid out for Terraform.

    Args:
        home: the folder for the mirror and the CLI configurations.
        executable: this environment's provider.
    """

    home: Path
    executable: Path

    @classmethod
    def of_user(cls, environ: Mapping[str, str]) -> Installation:
        """In the user's data folder.

        Raises:
            EngineError: this environment has no provider executable.
        """
        executable = Path(sys.executable).with_name(EXECUTABLE)
        if not executable.exists():
            raise EngineError(
                f"{EXECUTABLE} is not installed beside {sys.executable}",
                "Install Sluice into this environment again, from its checkout (`pip install .`) or its wheel.",
            )
        return cls(home_of(environ), executable)

    @property
    def mirror(self) -> Path:
        """The filesystem mirror; one for each version, so that Terraform finds no other in it."""
        return self.home / f"mirror-{__version__}"

    def environment(
        self, environ: Mapping[str, str], *, opentofu: bool = False, sources: Iterable[str] = ()
    ) -> dict[str, str]:
        """The environment in which Terraform finds the provider; applied twice, it changes nothing more.

        Args:
            environ: the environment to start from.
            opentofu: look for the user's configuration where OpenTofu does.
            sources: addresses under which it is asked for, beside the default.
        """
        ours = [ADDRESS, *sorted({*sources} - {ADDRESS})]
        given = environ.get(CONFIG_VARIABLE, "")
        if not self._serves(Path(given), ours):
            write_mirror(self.mirror, self.executable, ours)
            given = str(self._config(environ, opentofu, ours))
        own = {CONFIG_VARIABLE: given, EXECUTABLE_VARIABLE: str(self.executable)}
        return without_relative_imports(environ) | own

    @property
    def _configs(self) -> Path:
        return self.home / "cli"

    def _serves(self, config: Path, ours: list[str]) -> bool:
        """Whether a configuration is a copy of ours that knows these addresses."""
        if config.parent != self._configs or not config.is_file():
            return False
        known = config.read_text()
        return all(f'"{address}"' in known for address in ours)

    def _config(self, environ: Mapping[str, str], opentofu: bool, ours: list[str]) -> Path:
        files = user_files(environ, opentofu=opentofu)
        text = merge_configuration(files, self.mirror, ours, implied_mirrors(environ, sys.platform))
        # A copy for each place the settings can come from: two shells with different settings do not meet.
        origin = hashlib.sha256("\n".join(map(str, [self.mirror, *files, *ours[1:]])).encode()).hexdigest()[:12]
        path = self._configs / f"{origin}.tfrc"
        _write(path, text, mode=0o600)
        return path


def is_launched(directory: Path, address: str, environ: Mapping[str, str]) -> bool:
    """Whether Terraform starts the provider of this installation for an address.

    Args:
        directory: of the stack, initialized.
        environ: of Terraform.
    """
    data = directory / (environ.get("TF_DATA_DIR") or ".terraform")
    found = [*(data / "providers" / address).glob(f"*/*/{EXECUTABLE}*")]
    return bool(found) and all(path.name.endswith(f"_v{__version__}") and _is_launcher(path) for path in found)


def _is_launcher(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_LAUNCHER) + 1) == _LAUNCHER.encode()


def launcher_hash() -> str:
    """The checksum under which a lock file knows the launcher: ``h1:``, of the only file in its package."""
    content = hashlib.sha256(_LAUNCHER.encode()).hexdigest()
    listing = f"{content}  {EXECUTABLE}_v{__version__}\n"
    return "h1:" + base64.b64encode(hashlib.sha256(listing.encode()).digest()).decode()


def home_of(environ: Mapping[str, str]) -> Path:
    """The user's data folder: ``$SLUICE_HOME``, else ``$XDG_DATA_HOME/sluice``, else ``~/.local/share/sluice``."""
    data = environ.get("XDG_DATA_HOME") or (Path(environ.get("HOME") or Path.home()) / ".local" / "share")
    return Path(environ.get("SLUICE_HOME") or os.path.join(data, "sluice")).absolute()


def write_mirror(mirror: Path, executable: Path, sources: Iterable[str] = (ADDRESS,)) -> None:
    """Lay out the provider for every platform in a filesystem mirror.

    Args:
        mirror: the folder; made when it does not exist.
        executable: what the launcher starts when the running command does not say.
        sources: the addresses under which it is asked for.
    """
    for source, platform in product(sources, PLATFORMS):
        package = mirror / source / __version__ / platform
        _write(package / f"{EXECUTABLE}_v{__version__}", _LAUNCHER, mode=0o755)
    _link(mirror / ".provider", executable)


def _write(path: Path, text: str, *, mode: int) -> None:
    """Replace a file whole, so that a Terraform running meanwhile sees either text; untouched when it is the same."""
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.parent.parent / f".{path.name}.{os.getpid()}.{get_native_id()}"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    os.replace(fresh, path)


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{get_native_id()}")
    fresh.symlink_to(target)
    os.replace(fresh, path)
