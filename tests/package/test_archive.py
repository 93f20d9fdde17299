"""What is in the archive of the provider, and where it runs."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from provider_lib import __version__
from provider_lib.package.archive import Archive
from provider_lib.package.contents import Contents
from provider_lib.package.frozen import LICENSES
from provider_lib.package.licenses import UNKNOWN, components_of
from provider_lib.plugin import ANSWERS
from provider_lib.protocol.handshake import COOKIE, COOKIE_KEY
from provider_lib.protocol.prepared import prepared
from tests.package.conftest import PLANTED, run_sluice
from tests.package.roots import minimal_root

EXECUTABLE = f"terraform-provider-sluice_v{__version__}"
AGAIN = "SLUICE_TEST_REBUILD"
NEEDED = {
    *("certifi", "cryptography", "google", "h11", "hpack", "httpcore", "httpx", "idna", "msgpack", "pyrage"),
    *("provider_lib", "typing_extensions"),
}
"""All that the provider needs beside Python."""


@pytest.fixture(scope="module")
def contents(unpacked: Path) -> Contents:
    return Contents.of(unpacked, unpacked / EXECUTABLE)


def invite(*command: str | Path, environ: Mapping[str, str] | None = None, user: str | None = None) -> str:
    """Start a provider as Terraform does, with nothing else in its environment; the line in which it answers."""
    invited = {COOKIE_KEY: COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "6", **(environ or {})}
    with subprocess.Popen(
        command, env=invited, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, user=user
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        line = started.stdout.readline()
        started.kill()
        return line or started.stderr.read()


def test_it_starts_with_an_empty_environment(unpacked: Path) -> None:
    assert re.match(r"1\|6\|unix\|/.+\|grpc\|", invite(unpacked / EXECUTABLE))


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user may enter; those of pytest are shut again by whichever pytest starts meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_it_starts_as_another_user_from_a_folder_that_is_read_only(unpacked: Path, open_to_all: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    place = Path(shutil.copytree(unpacked, open_to_all / "read-only"))
    for path in [place, *place.rglob("*")]:
        path.chmod(path.stat().st_mode & 0o555 | (0o555 if path.is_dir() else 0))
    sockets = open_to_all / "sockets"
    sockets.mkdir()
    shutil.chown(sockets, "nobody")
    said = invite(place / EXECUTABLE, environ={"TMPDIR": str(sockets)}, user=pwd.getpwnam("nobody").pw_name)
    assert said.startswith(f"1|6|unix|{sockets}/")


def test_it_starts_in_a_root_that_has_the_c_library_and_zlib_and_nothing_else(unpacked: Path, tmp_path: Path) -> None:
    root = minimal_root(tmp_path / "root")
    shutil.copytree(unpacked, root / "provider")
    said = invite("/usr/sbin/chroot", root, f"/provider/{EXECUTABLE}")
    assert re.match(r"1\|6\|unix\|/tmp/.+\|grpc\|", said)


def test_it_holds_what_the_provider_needs_and_nothing_else(contents: Contents) -> None:
    """Neither what only the command line, the constructs and the tests need, nor more of Sluice than the provider."""
    found = {name.split(".")[0] for name in contents.modules} - set(sys.stdlib_module_names)
    assert {name for name in found if not name.startswith(("pyi", "_cffi"))} == NEEDED | {"PYZ", "entry"}
    rooms = {name.split(".")[1] for name in contents.modules if name.startswith("provider_lib.")}
    assert (
        rooms & {"adopt", "cli", "constructs", "engine", "fleet", "generator", "policy", "review", "sandbox"} == set()
    )


def test_it_holds_what_it_answers_in_every_run(unpacked: Path) -> None:
    assert prepared(unpacked / "_internal/provider_lib" / ANSWERS.name) == prepared(ANSWERS) != {}


def test_it_holds_no_tests_of_anybody(contents: Contents) -> None:
    names = {name.replace("/", ".") for name in contents.modules | contents.files}
    assert {name for name in names if re.search(r"(^|[._])(tests?|testing|conftest|pytest)([._]|$)", name)} == set()


def test_it_says_nothing_of_the_machine_that_built_it(unpacked: Path) -> None:
    """Neither where things lay there, nor what was in its environment."""
    places = {sys.base_prefix, sys.prefix, str(Path.cwd()), str(Path(__file__).parents[2]), "sluice-package-"}
    searched = [text.encode() for text in {*places, PLANTED} - {"/usr", "/usr/local"}]
    found = {
        (str(path.relative_to(unpacked)), text)
        for path in unpacked.rglob("*")
        if path.is_file()
        for content in contents_of(path)
        for text in searched
        if text in content
    }
    assert found == set()


def contents_of(path: Path) -> Iterator[bytes]:
    """A file, and what is compressed in it: the modules in the executable, and those of Python's library."""
    content = path.read_bytes()
    yield content
    if path.name == EXECUTABLE:
        for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[start.start() :])
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            yield from map(packed.read, packed.namelist())


def test_it_lists_the_licences_of_all_that_is_in_it(unpacked: Path, contents: Contents) -> None:
    listed = (unpacked / LICENSES).read_text()
    components = {each.title.rpartition(" ")[0]: each for each in components_of(contents)}
    assert {"Sluice", "Python", "PyInstaller", "hpack", "cryptography", "certifi", "protobuf"} <= components.keys()
    assert [each.title for each in components.values() if f"{each.title}: {each.license}\n" not in listed] == []
    assert [each.title for each in components.values() if each.license == UNKNOWN] == []


def test_a_second_build_has_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    if AGAIN not in os.environ:
        pytest.skip(f"a second build takes 10 to 40 seconds: set {AGAIN}=1")
    run_sluice("provider", "package", "--out", str(tmp_path))
    assert (tmp_path / archive.name).read_bytes() == archive.path.read_bytes()
