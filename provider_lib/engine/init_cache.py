"""Tells whether ``terraform init`` is needed, because most runs can go without it.

After an init a note in ``.terraform`` records what it was for and what it made; it is good while both are the same.
cdktf, or a person, may run init in the folder at any time: what it made is then different, and init runs again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provider_lib import __version__
from provider_lib.engine.install import launcher_hash
from provider_lib.engine.provider_lock import LOCK_FILE, locked_providers
from provider_lib.provider_source import is_ours

_MADE = (LOCK_FILE, ".terraform/terraform.tfstate", ".terraform/modules/modules.json")
_LOCK = re.compile(r'^provider "([^"]+)" \{\n.*?^\}\n', re.MULTILINE | re.DOTALL)
_HASHES = re.compile(r"^([ \t]*)hashes[ \t]*=[ \t]*\[\n", re.MULTILINE)
_VERSION = re.compile(r'^\s*version\s*=\s*"([^"]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class InitNote:
    """What an init in this folder would be for.

    Args:
        directory: where Terraform runs.
        engine: the command that runs it.
        environment: in which it runs.
    """

    directory: Path
    engine: tuple[str, ...]
    environment: Mapping[str, str]

    def is_current(self) -> bool:
        """Whether the last init serves."""
        try:
            noted = self._path.read_text()
        except OSError:
            return False
        packages = self.directory / ".terraform" / "providers"
        installed = all((packages / address).is_dir() for address in locked_providers(self.directory))
        return installed and noted == self._fingerprint()

    def write(self) -> None:
        """Record the init that was just done."""
        self._path.parent.mkdir(exist_ok=True)
        self._path.write_text(self._fingerprint())

    @property
    def _path(self) -> Path:
        return self.directory / ".terraform" / "sluice-init"

    def _fingerprint(self) -> str:
        arguments = {name: value for name, value in self.environment.items() if name.startswith("TF_CLI_ARGS")}
        purpose = [__version__, self.engine, arguments, *map(_concerns_init, sorted(self.directory.glob("*.tf*")))]
        made = [_digest(self.directory / name) for name in _MADE]
        return hashlib.sha256(json.dumps([purpose, made]).encode()).hexdigest()


def admit_own(directory: Path) -> None:
    """Let the lock file admit the provider of this installation: init would refuse any other than the locked one.

    A lock of another version is dropped. One that was made from a registry knows only its packages; ours joins them.
    """
    path = directory / LOCK_FILE
    if not path.exists():
        return
    text = path.read_text()
    admitting = _LOCK.sub(_admitting, text)
    if admitting != text:
        path.write_text(admitting)


def _admitting(lock: re.Match[str]) -> str:
    version = _VERSION.search(lock[0])
    if not is_ours(lock[1]) or version is None:
        return lock[0]
    if version[1] != __version__:
        return ""
    ours = launcher_hash()
    return lock[0] if ours in lock[0] else _HASHES.sub(rf'\g<0>\1  "{ours}",\n', lock[0], count=1)


def _concerns_init(path: Path) -> Any:
    """The part of a configuration file that init reads; of a file that is not JSON, all of it."""
    if path.suffix != ".json" or not path.is_file():
        return _digest(path)
    settings = json.loads(path.read_text())
    modules = settings.get("module", {})
    return [settings.get("terraform"), {name: [m.get("source"), m.get("version")] for name, m in modules.items()}]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
