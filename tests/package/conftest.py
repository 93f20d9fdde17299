"""One build of the package for all tests, and the places from which it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from provider_lib.package.archive import Archive, archives_in
from tests.e2e.apps import BIN
from tests.package.oci_server import PASSWORD, USER, Store
from tests.package.static_host import static_host
from tests.unit.rest.api.authority import Authority

BUILT = "SLUICE_TEST_ARCHIVES"
"""Names a folder with archives that are tested instead of one that is built for the tests."""

PLANTED = "planted-in-the-environment-of-the-build"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The package for this machine."""
    folder = Path(os.environ.get(BUILT) or tmp_path_factory.mktemp("archives"))
    if BUILT not in os.environ:
        pytest.importorskip("PyInstaller", reason="PyInstaller is not installed: `make install` does it")
        temporary = str(tmp_path_factory.mktemp("with:colon"))  # which PyInstaller reads as the end of a path
        run_sluice("provider", "package", "--out", str(folder), SLUICE_LENSES_TOKEN=PLANTED, TMPDIR=temporary)
    [found] = archives_in(folder)
    return found


@pytest.fixture(scope="session")
def unpacked(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a core makes of the archive."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive.path) as packed:
        for entry in packed.infolist():
            packed.extract(entry, folder)
            (folder / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    return folder


@dataclass(frozen=True)
class Offers:
    """Where the provider can be had.

    Args:
        mirror: a folder.
        network_mirror: the same folder, served.
        registry: host of a signed registry.
        unsigned: host of one without signatures.
        oci: a repository.
        certificates: of the authority that all of them have their certificate from.
    """

    mirror: Path
    network_mirror: str
    registry: str
    unsigned: str
    oci: str
    certificates: Path


@pytest.fixture(scope="session")
def offers(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offers]:
    """Everything that Sluice writes and pushes, for as long as the tests run."""
    if shutil.which("gpg") is None:
        pytest.skip("there is no gpg on PATH to sign with")
    folder = tmp_path_factory.mktemp("offers")
    authority = Authority(folder)
    archives = ("--archives", str(archive.path.parent))
    with ExitStack() as running:
        for name in ("mirror", "signed", "unsigned"):
            (folder / name).mkdir()
        mirror, signed, unsigned = (
            running.enter_context(static_host(folder / name, authority.server_context()))
            for name in ("mirror", "signed", "unsigned")
        )
        oci = running.enter_context(Store().serve(authority.server_context())) + "/tofu/sluice"
        pushing = {"SSL_CERT_FILE": str(authority.file), "DOCKER_CONFIG": login_to(folder, oci.partition("/")[0])}
        run_sluice("provider", "mirror", str(folder / "mirror"), *archives)
        registry = ("provider", "registry", *archives)
        run_sluice(*registry, "--out", str(folder / "signed"), "--base-url", f"https://{signed}", **signing_key(folder))
        nobody = {"GNUPGHOME": str(folder)}
        said = run_sluice(*registry, "--out", str(folder / "unsigned"), "--base-url", f"https://{unsigned}", **nobody)
        assert said.stderr.startswith("Not signed, for want of gpg or a secret key")
        run_sluice("provider", "push", f"oci://{oci}", *archives, **pushing)
        yield Offers(folder / "mirror", f"https://{mirror}/", signed, unsigned, oci, authority.file)
        for keys in folder.glob("keys*"):
            subprocess.run(["gpgconf", "--homedir", str(keys), "--kill", "all"], check=False)


def run_sluice(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run sluice, which must succeed."""
    command = [str(BIN / "sluice"), *arguments]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


def signing_key(folder: Path) -> dict[str, str]:
    """A key of GnuPG's without a passphrase; the variable by which it is found."""
    home = folder / "keys"
    home.mkdir(mode=0o700)
    command = ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "Test <test@shop.example>"]
    environ = {"GNUPGHOME": str(home)}
    subprocess.run([*command, "rsa2048", "sign"], env={**os.environ, **environ}, check=True, capture_output=True)
    return environ


def login_to(folder: Path, host: str) -> str:
    """What `docker login` leaves behind; the folder with it."""
    auth = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    (folder / "docker").mkdir()
    (folder / "docker" / "config.json").write_text(json.dumps({"auths": {host: {"auth": auth}}}))
    return str(folder / "docker")
